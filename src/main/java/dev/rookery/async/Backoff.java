package dev.rookery.async;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried again: twice as long each time, up to a limit, with jitter so that those who
 * failed together do not come back together.
 */
public record Backoff(Duration first, Duration most) {
    private static final int MAX_DOUBLINGS = 20;
    private static final double JITTER = 0.25;

    /** @param failures how many attempts have failed, from 1 */
    public Duration delay(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.max(1, Math.round(Math.min(doubled, most.toMillis()) * jitter)));
    }
}
