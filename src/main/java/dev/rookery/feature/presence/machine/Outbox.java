package dev.rookery.feature.presence.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one node has still to be told. Only the subjects are noted: what is said of them is how they stand when the batch is
 * made, so that many changes of one cost one word. One batch is under way at a time; what it held waits again if it fails.
 */
final class Outbox<S> {
    /** Between two batches, so that what happens meanwhile shares one. */
    static final long SPACING_MS = 50;

    /** A batch of which nothing is heard any more, not even that it failed. */
    private static final long LOST_MS = 10_000;

    private static final long FIRST_RETRY_MS = 200;
    private static final long LAST_RETRY_MS = 3_000;

    private Set<S> waiting = new LinkedHashSet<>();
    private Set<S> underway = Set.of();
    private boolean busy;
    private long takenAt;
    private long number;
    private long notBefore;
    private long retryMs = FIRST_RETRY_MS;

    void add(S subject) {
        waiting.add(subject);
    }

    /** Whether nothing waits behind the batch that was just taken. */
    boolean isLast() {
        return waiting.isEmpty();
    }

    void notBefore(long time) {
        notBefore = Math.max(notBefore, time);
    }

    boolean isFree(long now) {
        if (busy && now - takenAt > LOST_MS) {
            failed(number, now);
        }
        return !busy && now >= notBefore;
    }

    boolean isDue(long now) {
        return isFree(now) && !waiting.isEmpty();
    }

    /**
     * Takes the next batch, perhaps an empty one.
     *
     * @param batchNumber higher than ever before between these two nodes
     */
    List<S> take(int most, long batchNumber, long now) {
        busy = true;
        takenAt = now;
        number = batchNumber;
        List<S> batch = new ArrayList<>(Math.min(most, waiting.size()));
        var each = waiting.iterator();
        while (batch.size() < most && each.hasNext()) {
            batch.add(each.next());
            each.remove();
        }
        underway = new HashSet<>(batch);
        return batch;
    }

    boolean holds(S subject) {
        return waiting.contains(subject) || underway.contains(subject);
    }

    /** False if that batch was given up before. */
    boolean arrived(long batch, long now) {
        if (!busy || batch != number) {
            return false;
        }
        busy = false;
        underway = Set.of();
        retryMs = FIRST_RETRY_MS;
        notBefore = now + SPACING_MS;
        return true;
    }

    void failed(long batch, long now) {
        if (!busy || batch != number) {
            return;
        }
        busy = false;
        Set<S> again = new LinkedHashSet<>(underway);
        again.addAll(waiting);
        waiting = again;
        underway = Set.of();
        notBefore = now + retryMs;
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    }
}
