package dev.rookery.recovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what was stored lately, and decides when to store it again: after each loss of the store, all of it, unchanged,
 * in writes that begin after the loss was noticed. Another loss meanwhile makes it begin again. Time only counts while it
 * is told so, at most {@link #MOST_AT_ONCE} each time, and not while something is to be mended: so a node that was paused
 * while the store was away has what it needs when it finds out. Not thread safe.
 *
 * @param <W> a write that can be repeated without harm
 */
public final class Mender<W> {
    private static final Duration MOST_AT_ONCE = Duration.ofSeconds(1);

    /**
     * @param kept how long a write is kept: longer than it takes to notice that the store is gone
     * @param maxBytes of all that is kept; the oldest goes first
     * @param atOnce how many writes of a pass are under way at a time
     */
    public record Limits(Duration kept, long maxBytes, int atOnce) {}

    /** What the machine asks for. */
    public interface Effects<W> {
        /** Store it until it is stored, then call {@link #rewritten} with this number. */
        void rewrite(long pass, W write);

        /** Everything is stored again since the loss was noticed. */
        void mended(long loss, int writes);
    }

    private record Kept<W>(W write, int bytes, long until) {}

    private final Limits limits;
    private final Effects<W> effects;
    private final Deque<Kept<W>> kept = new ArrayDeque<>();
    private final Deque<W> toDo = new ArrayDeque<>();
    private long bytes;
    private long passed;
    private long lastMillis;
    private long loss;
    private long mended;
    private int underWay;
    private int writes;

    public Mender(Limits limits, Effects<W> effects) {
        this.limits = limits;
        this.effects = effects;
    }

    /**
     * The store has taken the write.
     *
     * @param began the last loss that was noticed when it began
     * @param noticed the last loss that was noticed by now
     * @return whether that counts; if not, it may be lost already: store it again
     */
    public boolean stored(W write, int size, long began, long noticed) {
        if (began != noticed) {
            return false;
        }
        kept.add(new Kept<>(write, size, passed + limits.kept().toMillis()));
        bytes += size;
        forget();
        return true;
    }

    /** @param number of the loss that was noticed; they grow */
    public void lost(long number) {
        if (number > loss) {
            loss = number;
            toDo.clear();
            kept.forEach(one -> toDo.add(one.write()));
            writes = toDo.size();
            underWay = 0;
            next();
        }
    }

    /** @param pass as it was given with the write; one of an earlier pass changes nothing */
    public void rewritten(long pass) {
        if (pass == loss && !isWhole()) {
            underWay--;
            next();
        }
    }

    private void next() {
        while (underWay < limits.atOnce() && !toDo.isEmpty()) {
            underWay++;
            effects.rewrite(loss, toDo.remove());
        }
        if (underWay == 0 && !isWhole()) {
            mended = loss;
            effects.mended(loss, writes);
        }
    }

    /** Whether a write of this pass is still wanted. */
    public boolean isPass(long pass) {
        return pass == loss && !isWhole();
    }

    public boolean isWhole() {
        return mended == loss;
    }

    /**
     * Forgets what is old enough; to be called about once a second.
     *
     * @param now milliseconds of a monotonic clock
     */
    public void tick(long now) {
        long gap = Math.min(Math.max(0, now - lastMillis), MOST_AT_ONCE.toMillis());
        lastMillis = now;
        if (isWhole()) {
            passed += gap;
            forget();
        }
    }

    private void forget() {
        for (Kept<W> oldest = kept.peek();
                oldest != null && (oldest.until() <= passed || bytes > limits.maxBytes());
                oldest = kept.peek()) {
            bytes -= kept.remove().bytes();
        }
    }

    public int size() {
        return kept.size();
    }
}
