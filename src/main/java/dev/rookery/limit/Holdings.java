package dev.rookery.limit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that clients make a node hold: messages that are unfinished, requests that wait for their answer, answers that
 * nobody reads. Counted for each holder (a user, or the address of somebody who is not signed in) and for all together. An
 * estimate: the limit of the node is a part of the heap, so that it is full before the heap is. Any thread.
 */
public final class Holdings {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    /** From this part of the limit on the node takes no new sessions, and sends away who holds most ... */
    private static final double TIGHT = 0.9;
    /** ... until it holds no more than this part. */
    private static final double EASY = 0.7;

    private final long limit;
    private final LimitMeters meters;
    private final AtomicLong held = new AtomicLong();
    /** Who holds nothing is not in it. */
    private final Map<Object, Long> byHolder = new ConcurrentHashMap<>();

    /** @param limit of the node, in bytes */
    public Holdings(long limit, LimitMeters meters) {
        this.limit = limit;
        this.meters = meters;
        meters.observe(this);
    }

    /**
     * Holds so many bytes more for somebody, until {@link #release}.
     *
     * @param most that this holder may hold in all
     * @throws RookeryException {@code overloaded}, and then nothing is held
     */
    public void take(Object holder, long bytes, long most) {
        if (held.get() + bytes > limit) {
            meters.refused(LimitName.MEMORY_OF_NODE);
            throw new RookeryException(
                    ErrorCode.OVERLOADED, "This node holds as much as it can; try again, or at another node", LATER);
        }
        if (add(holder, bytes) > most) {
            release(holder, bytes);
            meters.refused(LimitName.MEMORY_PER_HOLDER);
            throw new RookeryException(
                    ErrorCode.OVERLOADED, "Too much of yours waits at this node; wait for answers first", SOON);
        }
    }

    /** As {@link #take}, for what can't be refused any more; returns what the holder holds in all. */
    @CanIgnoreReturnValue
    public long add(Object holder, long bytes) {
        held.addAndGet(bytes);
        Long sum = byHolder.merge(holder, bytes, Holdings::sumOrNothing);
        return sum == null ? 0 : sum;
    }

    public void release(Object holder, long bytes) {
        add(holder, -bytes);
    }

    @SuppressWarnings("NullAway") // Null takes the entry away.
    private static Long sumOrNothing(Long before, Long change) {
        long sum = before + change;
        return sum == 0 ? null : sum;
    }

    /** Of everybody. */
    public long held() {
        return held.get();
    }

    public long limit() {
        return limit;
    }

    /** Whether it is time to send somebody away. */
    public boolean isTight() {
        return held.get() > limit * TIGHT;
    }

    /** Whether nobody else has to be sent away. */
    public boolean isEasy() {
        return held.get() <= limit * EASY;
    }

    int holders() {
        return byHolder.size();
    }
}
