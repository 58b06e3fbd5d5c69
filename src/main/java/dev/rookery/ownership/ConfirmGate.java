package dev.rookery.ownership;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.store.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * Decides when what a node did may be told: not before a quorum read of the node's own session, started after it was
 * done, said ALIVE. The read is shared: at most one is in flight, they start at least a pause apart, and only while
 * somebody waits. No clock: the driver of this machine calls {@link #paused} when the pause is over. Not thread safe.
 */
public final class ConfirmGate {
    /** What the machine asks for. Must not call back before it returns. */
    public interface Effects {
        /** Read the own session at quorum, then call {@link #answered}. */
        void readOwnSession();

        /** Call {@link #paused} after the pause. */
        void pause();

        /** Everything up to this ticket is confirmed. */
        void confirmed(long ticket);

        /** The session is over: nothing will be confirmed any more. Called once. */
        void over(SessionState state);
    }

    private enum Phase {
        IDLE,
        READING,
        PAUSING,
        OVER
    }

    private final Effects effects;
    private Phase phase = Phase.IDLE;
    private long asked;
    private long covered;
    private long confirmed;

    public ConfirmGate(Effects effects) {
        this.effects = effects;
    }

    /** Asks for a confirmation of everything done before this call; tickets grow. */
    @CanIgnoreReturnValue
    public long ask() {
        asked++;
        if (phase == Phase.IDLE) {
            read();
        }
        return asked;
    }

    /** @param state null if the read failed or found no row */
    public void answered(@Nullable SessionState state) {
        if (phase != Phase.READING) {
            return;
        }
        if (state != null && state.isOver()) {
            phase = Phase.OVER;
            effects.over(state);
            return;
        }
        phase = Phase.PAUSING;
        effects.pause();
        if (state == SessionState.ALIVE) {
            confirmed = covered;
            effects.confirmed(confirmed);
        }
    }

    /** The pause is over. */
    public void paused() {
        if (phase != Phase.PAUSING) {
            return;
        }
        if (confirmed < asked) {
            read();
        } else {
            phase = Phase.IDLE;
        }
    }

    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Stops confirming, whatever a read in flight will say. */
    public void close() {
        phase = Phase.OVER;
    }

    private void read() {
        phase = Phase.READING;
        covered = asked;
        effects.readOwnSession();
    }
}
