package dev.rookery.ownership.machine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.store.SessionState;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides when what a node did may be told: not before a quorum read of the node's own session, started after it was
 * done, said ALIVE. What was done counts only while the store has it: from {@link #lost} to {@link #mended} nothing is
 * confirmed, and after that by reads that begin later. A read is shared by all that was done before it began. Reads begin at least a pause apart, only while
 * somebody waits whom no read on its way will serve, and a few may be on their way at once, so that a slow one does not
 * hold up the next. No clock: the driver of this machine calls {@link #paused} when the pause is over. Not thread safe.
 */
public final class ConfirmGate {
    /** More would only load a store that is slow already. */
    private static final int MOST_READS = 4;

    /** What the machine asks for. Must not call back before it returns. */
    public interface Effects {
        /** Read the own session at quorum, then call {@link #answered} with this number. */
        void readOwnSession(long read);

        /** Call {@link #paused} after the pause. */
        void pause();

        /** Everything up to this ticket is confirmed. */
        void confirmed(long ticket);

        /** The session is over: nothing will be confirmed any more. Called once. */
        void over(SessionState state);
    }

    private final Effects effects;
    /** Of each read on its way, the last ticket that it may confirm. */
    private final NavigableMap<Long, Long> reads = new TreeMap<>();

    private boolean over;
    private boolean lost;
    private boolean pausing;
    private long begun;
    private long asked;
    private long confirmed;

    public ConfirmGate(Effects effects) {
        this.effects = effects;
    }

    /** Asks for a confirmation of everything done before this call; tickets grow. */
    @CanIgnoreReturnValue
    public long ask() {
        asked++;
        read();
        return asked;
    }

    /** @param state null if the read failed or found no row */
    public void answered(long read, @Nullable SessionState state) {
        Long covered = reads.remove(read);
        if (over || covered == null) {
            return;
        }
        if (state != null && state.isOver()) {
            over = true;
            effects.over(state);
            return;
        }
        if (state == SessionState.ALIVE && covered > confirmed) {
            confirmed = covered;
            effects.confirmed(confirmed);
        }
        read();
    }

    /** The pause is over. */
    public void paused() {
        pausing = false;
        read();
    }

    /** The store may have lost what was done: no read on its way tells anything about it. */
    public void lost() {
        lost = true;
        reads.clear();
    }

    /** The store has again what was done before this call. */
    public void mended() {
        lost = false;
        read();
    }

    public boolean isOver() {
        return over;
    }

    /** Stops confirming, whatever reads in flight will say. */
    public void close() {
        over = true;
    }

    private void read() {
        if (over || lost || pausing || reads.size() == MOST_READS || covered() == asked) {
            return;
        }
        pausing = true;
        begun++;
        reads.put(begun, asked);
        effects.pause();
        effects.readOwnSession(begun);
    }

    /** What is confirmed, or will be if every read on its way comes back well. */
    private long covered() {
        Map.Entry<Long, Long> newest = reads.lastEntry();
        return newest == null ? confirmed : Math.max(confirmed, newest.getValue());
    }
}
