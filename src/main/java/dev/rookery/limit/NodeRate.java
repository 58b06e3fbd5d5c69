package dev.rookery.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rookery.config.Rate;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A rate for each of many, counted by this node alone and in memory, as it is asked for every message. A generic cell rate
 * algorithm: one time for each key says when its bucket is full again. Any thread.
 */
final class NodeRate {
    /** Whoever is beyond so many others may do something sooner than it should. */
    private static final int MOST_KEYS = 100_000;

    private static final Duration SLACK = Duration.ofSeconds(10);
    /** Nobody is told to wait for longer. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(10).toNanos();

    private final int burst;
    private final long interval;
    private final LongSupplier clock;
    private final long origin;
    private final Cache<Object, Bucket> buckets;

    /** @param clock {@link System#nanoTime} */
    NodeRate(Rate rate, LongSupplier clock) {
        this.burst = rate.burst();
        this.interval = rate.interval().toNanos();
        this.clock = clock;
        this.origin = clock.getAsLong();
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(rate.refillTime().plus(SLACK))
                .build();
    }

    /**
     * Nanoseconds to wait; 0 if it was granted.
     *
     * @param cost how many it counts for; more than a whole bucket counts as that
     */
    long take(Object key, int cost) {
        return buckets.get(key, unseen -> new Bucket()).take(clock.getAsLong() - origin, Math.min(cost, burst));
    }

    private final class Bucket {
        private long fullAt;
        /** Until when the one that was refused last was told to wait. */
        private long toldUntil;

        synchronized long take(long now, int cost) {
            long next = Math.max(fullAt, now) + interval * cost;
            long grantedAt = next - interval * burst;
            if (grantedAt <= now) {
                fullAt = next;
                return 0;
            }
            // Each that is refused is told to come after the one before, or all would come back together.
            toldUntil = Math.min(Math.max(grantedAt, toldUntil + interval * cost), now + LONGEST_WAIT);
            return Math.max(1, toldUntil - now);
        }
    }
}
