package dev.rookery.gateway.session;

import java.time.Duration;

/** When a connection was last heard and asked, and what to do about its silence. Times are {@link System#nanoTime}. */
final class Liveness {
    /** What the sweep is to do. */
    enum Verdict {
        FINE,
        ASK,
        DEAD
    }

    private long heardAt;
    private long askedAt;

    Liveness(long now) {
        heardAt = now;
        askedAt = now;
    }

    void heard(long now) {
        heardAt = now;
    }

    long silence(long now) {
        return now - heardAt;
    }

    /** Asks once per interval of silence. */
    Verdict check(long now, Duration interval, Duration timeout) {
        if (now - heardAt >= timeout.toNanos()) {
            return Verdict.DEAD;
        }
        long quiet = Math.min(now - heardAt, now - askedAt);
        if (quiet < interval.toNanos()) {
            return Verdict.FINE;
        }
        askedAt = now;
        return Verdict.ASK;
    }
}
