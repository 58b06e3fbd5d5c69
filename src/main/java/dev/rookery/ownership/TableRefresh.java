package dev.rookery.ownership;

import dev.rookery.store.OwnershipStore;
import dev.rookery.store.ShardRow;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the table of owners now and then, soon after somebody found it wrong: announcements, which are quicker, may be
 * lost. On one event loop only, but for {@link #doubt}.
 */
final class TableRefresh {
    private static final long EVERY_MS = 5_000;
    private static final long LEAST_MS = 250;

    private final OwnershipStore store;
    private final Consumer<Collection<ShardRow>> news;
    private volatile boolean doubtful = true;
    private boolean reading;
    private long readAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(EVERY_MS);

    TableRefresh(OwnershipStore store, Consumer<Collection<ShardRow>> news) {
        this.store = store;
        this.news = news;
    }

    /** The table is not right: read it again soon. From any thread. */
    void doubt() {
        doubtful = true;
    }

    /** To be called a few times a second. */
    void tick() {
        long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt);
        if (reading || age < (doubtful ? LEAST_MS : EVERY_MS)) {
            return;
        }
        reading = true;
        doubtful = false;
        store.shards().onComplete(rows -> {
            reading = false;
            readAt = System.nanoTime();
            if (rows.succeeded()) {
                news.accept(rows.result());
            } else {
                doubtful = true;
            }
        });
    }
}
