package dev.rookery.tool.dev;

import java.time.Duration;

/** How long to wait before a process that ended is started again: longer each time, unless it had started well. */
final class RestartDelay {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** A process that lived for so long had started well: its next end is a new story. */
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** @param lived from its start to its end */
    Duration after(Duration lived) {
        if (lived.compareTo(LONG_LIFE) > 0) {
            next = FIRST;
        }
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }
}
