package dev.rookery.ownership;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** What this node may do with each shard, for all event loops to see. Safe to use from any thread. */
final class HeldShards {
    private static final long NOT_HELD = 0;

    /** The epoch of a shard that is ours, the epoch below zero while we let it go. */
    private final AtomicLongArray epochs;

    HeldShards(int shards) {
        epochs = new AtomicLongArray(shards);
    }

    void gained(int shard, long epoch) {
        epochs.set(shard, epoch);
    }

    /** Nothing new begins in the shard; what began may finish. */
    void leaving(int shard, long epoch) {
        epochs.compareAndSet(shard, epoch, -epoch);
    }

    void lost(int shard) {
        epochs.set(shard, NOT_HELD);
    }

    void lostAll() {
        for (int shard = 0; shard < epochs.length(); shard++) {
            lost(shard);
        }
    }

    /** The epoch under which new work may begin. */
    Optional<Long> epoch(int shard) {
        long epoch = epochs.get(shard);
        return epoch > NOT_HELD ? Optional.of(epoch) : Optional.empty();
    }

    boolean mayFinish(int shard, long epoch) {
        return epoch != NOT_HELD && Math.abs(epochs.get(shard)) == epoch;
    }

    int count() {
        int held = 0;
        for (int shard = 0; shard < epochs.length(); shard++) {
            held += epochs.get(shard) == NOT_HELD ? 0 : 1;
        }
        return held;
    }
}
