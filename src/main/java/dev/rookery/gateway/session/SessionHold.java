package dev.rookery.gateway.session;

import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.limit.Limits;

/** What one session makes the node hold for its user, in bytes. On its event loop only. */
public final class SessionHold {
    private final Limits limits;
    private final UserId user;
    private final Unfinished sender;
    /** Of a message that is not complete. */
    private long unfinished;
    /** Of frames that wait for their answer. */
    private long waiting;
    /** Of frames that the client did not read. */
    private long unread;

    private boolean over;

    /**
     * Counted apart, with half of the limit: who waits for many answers may still send a message, which comes in parts over a
     * slow network.
     */
    private record Unfinished(UserId user) {}

    SessionHold(Limits limits, UserId user) {
        this.limits = limits;
        this.user = user;
        this.sender = new Unfinished(user);
    }

    public long total() {
        return unfinished + waiting + unread;
    }

    /** For a frame that begins to wait; throws {@code overloaded}. */
    void take(long bytes) {
        if (!over) {
            limits.holdings().take(user, bytes, limits.mostOfUser());
            waiting += bytes;
        }
    }

    /** The frame has its answer. */
    void release(long bytes) {
        if (!over) {
            limits.holdings().release(user, bytes);
            waiting -= bytes;
        }
    }

    /** How much of an unfinished message there is now; false if that is too much. */
    boolean unfinished(long now) {
        if (over) {
            return true;
        }
        try {
            if (now > unfinished) {
                limits.holdings().take(sender, now - unfinished, limits.mostOfUser() / 2);
            } else {
                limits.holdings().release(sender, unfinished - now);
            }
            unfinished = now;
            return true;
        } catch (RookeryException tooMuch) {
            return false;
        }
    }

    /** How much waits to be read by the client now; false if that is too much. */
    boolean unread(long now) {
        if (over || now == unread) {
            return true;
        }
        long sum = limits.holdings().add(user, now - unread);
        unread = now;
        return sum <= limits.mostOfUser();
    }

    /** The session is over. */
    void end() {
        if (!over) {
            over = true;
            limits.holdings().release(user, waiting + unread);
            limits.holdings().release(sender, unfinished);
            unfinished = 0;
            waiting = 0;
            unread = 0;
        }
    }
}
