package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.PersistenceReply.DayFound;
import dev.rookery.bus.message.PersistenceRequest.FindDay;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.chat.sequencer.Overlay;
import dev.rookery.chat.sequencer.PageRange;
import dev.rookery.chat.sequencer.RecentEntries;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pages of one chat, with every change that is committed when they are asked for: from memory where it has them, else from the store, which is asked once for
 * identical pages.
 */
final class History {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MAX_RECENT_ENTRIES = 64;
    private static final int MAX_RECENT_CHARACTERS = 32_768;

    private final ChatId chat;
    private final StoreReads store;
    private final RecentEntries recent = new RecentEntries(MAX_RECENT_ENTRIES, MAX_RECENT_CHARACTERS);
    private final Map<Read, Future<Page>> reads = new HashMap<>();

    History(ChatId chat, StoreReads store, List<Entry> tail) {
        this.chat = chat;
        this.store = store;
        tail.forEach(recent::add);
    }

    /**
     * How the log stands when a page is asked for.
     *
     * @param committed the watermark
     * @param version of what the store shows
     * @param overlay what is committed and perhaps not in the store
     */
    record Head(long committed, long version, Overlay overlay) {}

    void add(Entry committed) {
        recent.add(committed);
    }

    /** A committed entry as it is now; null if it is not at hand. */
    @Nullable Entry find(long seq) {
        return recent.find(seq);
    }

    /** A committed entry as it is now, wherever it is. */
    Future<Optional<Entry>> entry(long seq, Supplier<Head> now) {
        Entry known = recent.find(seq);
        return known != null
                ? Future.succeededFuture(Optional.of(known))
                : page(new PageRange(seq, seq, false, false), now.get())
                        .map(page -> page.entries().stream().findFirst());
    }

    /** Changes were committed. */
    void change(UnaryOperator<Entry> changed) {
        recent.change(changed);
    }

    @Nullable Entry newest() {
        return recent.newest();
    }

    /** At most so many of the newest entries, as far as they are at hand, ascending. */
    List<Entry> newest(int most) {
        return recent.newest(most);
    }

    int bytes() {
        return recent.bytes();
    }

    /**
     * @param first the lowest seq that the reader may be shown
     * @param now how the log stands
     */
    Future<HistoryPage> read(ReadHistory request, long first, Supplier<Head> now) {
        if (request.since() != null) {
            return store.read(new FindDay(chat, request.since()))
                    .compose(found -> since(found, request, first, now.get()));
        }
        Head head = now.get();
        long committed = head.committed();
        int limit = request.limit();
        if (request.around() != ReadHistory.NONE) {
            return around(request.around(), limit, first, head);
        }
        return read(
                request.after() != ReadHistory.NONE
                        ? PageRange.after(request.after(), limit, first, committed)
                        : request.before() != ReadHistory.NONE
                                ? PageRange.before(request.before(), limit, first, committed)
                                : PageRange.newest(limit, first, committed),
                head);
    }

    private Future<HistoryPage> since(DayFound found, ReadHistory request, long first, Head head) {
        long committed = head.committed();
        long after = found.seq() == null ? committed : found.seq() - 1;
        return read(PageRange.after(after, request.limit(), first, committed), head);
    }

    private Future<HistoryPage> around(long seq, int limit, long first, Head head) {
        long committed = head.committed();
        Future<Page> lower = page(PageRange.aroundUpTo(seq, limit, first, committed), head);
        Future<Page> upper = page(PageRange.aroundAbove(seq, limit, first, committed), head);
        return Future.all(lower, upper).map(both -> {
            List<Entry> entries = new ArrayList<>(lower.result().entries());
            entries.addAll(upper.result().entries());
            return new HistoryPage(
                    entries,
                    lower.result().from(),
                    upper.result().through(),
                    committed,
                    lower.result().more() || upper.result().more());
        });
    }

    private Future<HistoryPage> read(PageRange range, Head head) {
        return page(range, head)
                .map(page ->
                        new HistoryPage(page.entries(), page.from(), page.through(), head.committed(), page.more()));
    }

    private Future<Page> page(PageRange range, Head head) {
        List<Entry> known = recent.read(range);
        return known == null
                ? stored(new Read(range, head.version())).map(page -> page.under(head.overlay()))
                : Future.succeededFuture(new Page(known, range.from(), range.to(), range.beyond()));
    }

    private Future<Page> stored(Read wanted) {
        Future<Page> underWay = reads.get(wanted);
        if (underWay != null) {
            return underWay;
        }
        Future<Page> read = readStore(wanted.range());
        if (!read.isComplete()) {
            reads.put(wanted, read);
            read.onComplete(done -> reads.remove(wanted));
        }
        return read;
    }

    private Future<Page> readStore(PageRange range) {
        int limit = (int) (range.to() - range.from() + 1);
        return store.read(new ReadEntries(chat, range.from(), range.to(), limit, MAX_PAGE_BYTES, range.newestFirst()))
                .map(found -> {
                    List<Entry> entries = new ArrayList<>(found.entries());
                    if (range.newestFirst()) {
                        Collections.reverse(entries);
                    }
                    return Page.of(range, entries, found.more());
                });
    }

    /** One who comes later may share it unless the store was changed meanwhile. */
    private record Read(PageRange range, long version) {}

    private record Page(List<Entry> entries, long from, long through, boolean more) {
        Page under(Overlay overlay) {
            return overlay.equals(Overlay.NONE)
                    ? this
                    : new Page(entries.stream().map(overlay::over).toList(), from, through, more);
        }

        /** @param cut whether the range holds more than the entries */
        static Page of(PageRange range, List<Entry> entries, boolean cut) {
            boolean cutBelow = cut && range.newestFirst();
            boolean cutAbove = cut && !range.newestFirst();
            return new Page(
                    entries,
                    cutBelow ? entries.get(0).seq() : range.from(),
                    cutAbove ? entries.get(entries.size() - 1).seq() : range.to(),
                    cut || range.beyond());
        }
    }
}
