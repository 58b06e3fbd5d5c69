package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.PersistenceReply.DayFound;
import dev.rookery.bus.message.PersistenceRequest.FindDay;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Pages of one chat: from memory where it has them, else from the store, which is asked once for identical pages. */
final class History {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MAX_RECENT_ENTRIES = 64;
    private static final int MAX_RECENT_CHARACTERS = 32_768;

    private final ChatId chat;
    private final StoreReads store;
    private final RecentEntries recent = new RecentEntries(MAX_RECENT_ENTRIES, MAX_RECENT_CHARACTERS);
    private final Map<PageRange, Future<Page>> reads = new HashMap<>();

    History(ChatId chat, StoreReads store, List<Entry> tail) {
        this.chat = chat;
        this.store = store;
        tail.forEach(recent::add);
    }

    void add(Entry committed) {
        recent.add(committed);
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
     * @param committed the watermark
     */
    Future<HistoryPage> read(ReadHistory request, long first, LongSupplier committed) {
        if (request.since() != null) {
            return store.read(new FindDay(chat, request.since()))
                    .compose(found -> since(found, request, first, committed.getAsLong()));
        }
        long head = committed.getAsLong();
        int limit = request.limit();
        if (request.around() != ReadHistory.NONE) {
            return around(request.around(), limit, first, head);
        }
        return read(
                request.after() != ReadHistory.NONE
                        ? PageRange.after(request.after(), limit, first, head)
                        : request.before() != ReadHistory.NONE
                                ? PageRange.before(request.before(), limit, first, head)
                                : PageRange.newest(limit, first, head),
                head);
    }

    private Future<HistoryPage> since(DayFound found, ReadHistory request, long first, long committed) {
        long after = found.seq() == null ? committed : found.seq() - 1;
        return read(PageRange.after(after, request.limit(), first, committed), committed);
    }

    private Future<HistoryPage> around(long seq, int limit, long first, long committed) {
        Future<Page> lower = page(PageRange.aroundUpTo(seq, limit, first, committed));
        Future<Page> upper = page(PageRange.aroundAbove(seq, limit, first, committed));
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

    private Future<HistoryPage> read(PageRange range, long committed) {
        return page(range)
                .map(page -> new HistoryPage(page.entries(), page.from(), page.through(), committed, page.more()));
    }

    private Future<Page> page(PageRange range) {
        List<Entry> known = recent.read(range);
        return known == null
                ? stored(range)
                : Future.succeededFuture(new Page(known, range.from(), range.to(), range.beyond()));
    }

    private Future<Page> stored(PageRange range) {
        Future<Page> underWay = reads.get(range);
        if (underWay != null) {
            return underWay;
        }
        Future<Page> read = readStore(range);
        if (!read.isComplete()) {
            reads.put(range, read);
            read.onComplete(done -> reads.remove(range));
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

    private record Page(List<Entry> entries, long from, long through, boolean more) {
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
