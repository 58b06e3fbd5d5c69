package dev.rookery.ownership;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** What this node may do with each shard, for all event loops to see. Safe to use from any thread. */
final class HeldShards {
    private static final long NOT_HELD = 0;

    /** The epoch of a shard that is ours, the epoch below zero while we let it go. */
    private final AtomicLongArray epochs;

    /** Of a shard that was taken from somebody who did not let it go: the epoch since when it is ours. */
    private final AtomicLongArray seized;

    HeldShards(int shards) {
        epochs = new AtomicLongArray(shards);
        seized = new AtomicLongArray(shards);
    }

    /** @param byForce whether the one who had it before did not let it go */
    void gained(int shard, long epoch, boolean byForce) {
        seized.set(shard, byForce ? epoch : NOT_HELD);
        epochs.set(shard, epoch);
    }

    boolean isSeized(int shard) {
        return seized.get(shard) != NOT_HELD;
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

    /** Those in which new work may begin. */
    Map<Integer, Long> all() {
        Map<Integer, Long> all = new HashMap<>();
        for (int shard = 0; shard < epochs.length(); shard++) {
            long epoch = epochs.get(shard);
            if (epoch > NOT_HELD) {
                all.put(shard, epoch);
            }
        }
        return all;
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
