package dev.rookery.store;

import io.vertx.core.Future;
import java.time.Duration;

/** Limits how often something may be tried, counted over all nodes; by each node alone while Redis is gone. */
public interface AttemptLimiter {

    /** Takes one token from the bucket of this key. Zero if it was granted, else how long until the next one. */
    default Future<Duration> take(Limit limit, String key) {
        return take(limit, key, 1);
    }

    /** As {@link #take(Limit, String)}, for several tokens at once: all or none; at most the capacity. */
    Future<Duration> take(Limit limit, String key, int tokens);

    /**
     * Puts one token back, for an attempt that turned out to be legitimate; never above the capacity. Best effort: the
     * Future succeeds even when the limiter does not answer.
     */
    Future<Void> giveBack(Limit limit, String key);

    /**
     * A token bucket.
     *
     * @param name part of the key, so that limits do not share buckets
     * @param capacity how many attempts may come at once
     * @param refill the time in which an empty bucket fills up
     */
    record Limit(String name, int capacity, Duration refill) {}
}
