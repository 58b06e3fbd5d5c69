package dev.rookery.tool.torture;

/** Whether a connection is still worth waiting for, as docs/client.md says. Times are of one clock, in nanoseconds. Pure. */
final class SignsOfLife {
    private static final long SECOND = 1_000_000_000;
    /** How long nothing may be heard while an answer is missing. */
    private static final long UNANSWERED = 3 * SECOND;

    private static final long ANSWER = 5 * SECOND;

    private long heardAt;
    private long waitingSince;
    private boolean waiting;
    private long askedAt;
    private boolean asked;

    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    /** Whether something that was sent has no answer yet; to be said again and again. */
    void waits(boolean now, long at) {
        if (now && !waiting) {
            waitingSince = at;
        }
        waiting = now;
    }

    /** Whether to ask for one now, once. */
    boolean mustAsk(long now) {
        if (asked || !waiting || now - Math.max(heardAt, waitingSince) <= UNANSWERED) {
            return false;
        }
        asked = true;
        askedAt = now;
        return true;
    }

    boolean isGone(long now) {
        return asked && now - askedAt > ANSWER;
    }
}
