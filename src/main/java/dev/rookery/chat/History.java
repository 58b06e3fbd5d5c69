package dev.rookery.chat;

import dev.rookery.bus.ChatReply.HistoryPage;
import dev.rookery.bus.PersistenceRequest.ReadEntries;
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
import org.jspecify.annotations.Nullable;

/** Pages of one chat: from memory where it has them, else from the store, which is asked once for identical pages. */
final class History {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MAX_RECENT_ENTRIES = 64;
    private static final int MAX_RECENT_CHARACTERS = 32_768;

    private final ChatId chat;
    private final ChatServices services;
    private final RecentEntries recent = new RecentEntries(MAX_RECENT_ENTRIES, MAX_RECENT_CHARACTERS);
    private final Map<PageRange, Future<Page>> reads = new HashMap<>();

    History(ChatId chat, ChatServices services, List<Entry> tail) {
        this.chat = chat;
        this.services = services;
        tail.forEach(recent::add);
    }

    void add(Entry committed) {
        recent.add(committed);
    }

    @Nullable Entry newest() {
        return recent.newest();
    }

    int bytes() {
        return recent.bytes();
    }

    /** @param committed the watermark; the range does not reach above it */
    Future<HistoryPage> read(PageRange range, long committed) {
        List<Entry> known = recent.read(range);
        if (known != null) {
            return Future.succeededFuture(new HistoryPage(known, committed, range.beyond()));
        }
        return stored(range).map(page -> new HistoryPage(page.entries(), committed, page.more()));
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
        return services.read(
                        new ReadEntries(chat, range.from(), range.to(), limit, MAX_PAGE_BYTES, range.newestFirst()))
                .map(found -> {
                    List<Entry> entries = new ArrayList<>(found.entries());
                    if (range.newestFirst()) {
                        Collections.reverse(entries);
                    }
                    return new Page(entries, found.more() || range.beyond());
                });
    }

    private record Page(List<Entry> entries, boolean more) {}
}
