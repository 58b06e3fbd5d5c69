package dev.rookery.ownership;

import dev.rookery.store.ShardRow;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads the table of owners now and then, and soon after somebody found it wrong: announcements, which are quicker, may be
 * lost. Doubts that turn out to be wrong make it slower: owners that do not answer are no reason to give the store more to
 * do. On one event loop only, but for {@link #doubt}.
 */
final class TableRefresh {
    private static final long EVERY_MS = 5_000;
    private static final long LEAST_MS = 250;
    private static final long MOST_DOUBTFUL_MS = 2_000;

    private final Supplier<Future<List<ShardRow>>> table;
    private final Predicate<Collection<ShardRow>> news;
    private final LongSupplier nanos;
    private volatile boolean doubtful = true;
    private long doubtfulMs = LEAST_MS;
    private boolean reading;
    private long readAt;

    /**
     * @param table to be read from the store
     * @param news takes in what was read, and says whether any of it was new
     */
    TableRefresh(Supplier<Future<List<ShardRow>>> table, Predicate<Collection<ShardRow>> news, LongSupplier nanos) {
        this.table = table;
        this.news = news;
        this.nanos = nanos;
        this.readAt = nanos.getAsLong() - TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
    }

    /** The table is not right: read it again soon. From any thread. */
    void doubt() {
        doubtful = true;
    }

    /** To be called a few times a second. */
    void tick() {
        long age = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - readAt);
        if (reading || age < (doubtful ? doubtfulMs : EVERY_MS)) {
            return;
        }
        reading = true;
        doubtful = false;
        table.get().onComplete(rows -> {
            reading = false;
            readAt = nanos.getAsLong();
            if (rows.succeeded()) {
                boolean wasRight = !news.test(rows.result());
                doubtfulMs = wasRight ? Math.min(MOST_DOUBTFUL_MS, 2 * doubtfulMs) : LEAST_MS;
            } else {
                doubtful = true;
            }
        });
    }
}
