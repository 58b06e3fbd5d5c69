package dev.rookery.chat.inbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat that stands in a hot list of this owner, or is about to. */
final class HotChat {
    /** Below the head of an empty chat. */
    private static final long NOTHING = -1;

    private final List<Runnable> waiting = new ArrayList<>();
    /** Where its row is stored. */
    private @Nullable HotList listed;
    /** Where its row is being written. */
    private @Nullable HotList joining;

    private int writing;
    private boolean flushing;
    private long committed = NOTHING;
    private long flushed = NOTHING;
    private long dirtySince;
    private long changedAt;

    /** Whether its inbox rows may be behind, or will be as soon as something under way is committed. */
    boolean isDirty() {
        return writing > 0 || committed > flushed;
    }

    /** Whether something is under way whose outcome is not known. */
    boolean isWriting() {
        return writing > 0;
    }

    /** Whether its inbox rows are behind. */
    boolean isBehind() {
        return committed > flushed;
    }

    long committed() {
        return committed;
    }

    void begin() {
        writing++;
    }

    void gaveUp() {
        writing = Math.max(0, writing - 1);
    }

    void committed(long head, long now) {
        gaveUp();
        if (head > committed) {
            dirtySince = isBehind() ? dirtySince : now;
            changedAt = now;
            committed = head;
        }
    }

    boolean isDue(ShardHeat.Limits limits, long now) {
        return mayFlush()
                && (now - changedAt >= limits.quiet().toMillis()
                        || now - dirtySince >= limits.longest().toMillis());
    }

    /** Whether its rows can be written now. */
    boolean mayFlush() {
        return isBehind() && !flushing;
    }

    void flushing() {
        flushing = true;
    }

    void flushed(long head, long now) {
        flushing = false;
        flushed = Math.max(flushed, head);
        dirtySince = now;
    }

    // Its row.

    boolean isListed() {
        return listed != null;
    }

    boolean isIn(HotList list) {
        return listed == list || joining == list;
    }

    boolean isJoining() {
        return joining != null;
    }

    boolean isJoining(HotList list) {
        return joining == list;
    }

    void await(Runnable then) {
        waiting.add(then);
    }

    void join(HotList list) {
        joining = list;
    }

    /** Its row is stored. Returns the list where it stood before, or null. */
    @Nullable HotList joined(HotList list) {
        HotList left = listed;
        listed = list;
        joining = null;
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
        return left;
    }
}
