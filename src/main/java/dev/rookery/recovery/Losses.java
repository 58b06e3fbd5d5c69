package dev.rookery.recovery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often this node lost the store, and which of these losses is mended. Whoever relies on what the store has looks
 * before and after: nothing happened between if the store was whole and no loss was noticed meanwhile. Thread safe.
 */
public final class Losses {
    private final AtomicLong noticed = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** A part of the store was out of reach: it may have ended, and come back without what it had not on its disk yet. */
    public void notice() {
        noticed.incrementAndGet();
        tell();
    }

    /** All that this node holds is stored again, in writes that began after that loss was noticed. */
    public void mended(long loss) {
        mended.accumulateAndGet(loss, Math::max);
        tell();
    }

    /** The number of the last loss, 0 before the first. */
    public long noticed() {
        return noticed.get();
    }

    public boolean isWhole() {
        return mended.get() == noticed.get();
    }

    /** Whether the store was whole all the time since {@link #noticed} was that. */
    public boolean isWholeSince(long loss) {
        return mended.get() == loss && noticed.get() == loss;
    }

    /** @param changed called after each loss and each mending, on the thread that tells of it */
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
