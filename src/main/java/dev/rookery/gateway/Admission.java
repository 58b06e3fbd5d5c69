package dev.rookery.gateway;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions a node takes, and whether it takes any. Any thread. */
final class Admission {
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final int places;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean open;

    Admission(int places) {
        this.places = places;
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    int taken() {
        return taken.get();
    }

    /** Takes a place, to be given back by {@link #leave}; throws {@code overloaded} if there is none. */
    void enter() {
        if (!open) {
            throw new RookeryException(
                    ErrorCode.OVERLOADED, "This node is starting or stopping; connect to another", ELSEWHERE);
        }
        if (taken.incrementAndGet() > places) {
            leave();
            throw new RookeryException(ErrorCode.OVERLOADED, "This node has no room for another session", LATER);
        }
    }

    void leave() {
        taken.decrementAndGet();
    }
}
