package dev.rookery.gateway.session;

import java.time.Duration;

/** How often a client sent what cannot be read. */
final class MalformedFrames {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private int count;
    private long since;

    /**
     * Counts one.
     *
     * @param now {@link System#nanoTime}
     * @return whether they are too many within a minute: the client is broken then
     */
    boolean areTooMany(long now, int most) {
        if (count == 0 || now - since > MINUTE) {
            count = 0;
            since = now;
        }
        count++;
        return count > most;
    }
}
