package dev.rookery.tool.simulation;

import java.util.EnumMap;
import java.util.Map;

/** What happened in a run: a run in which one of these never happened has proved nothing. */
public final class Tally {
    /** What is counted. */
    public enum Count {
        SENDS,
        ACKS,
        RETRIES,
        GIVEN_UP,
        RECOGNISED,
        RECOGNISED_AFTER_FAILOVER,
        CONFLICTS,
        BATCHES,
        FENCES,
        TAKE_OVERS,
        RELEASES,
        ACTIVATIONS,
        ACTIVATIONS_OVER_AN_EDGE,
        LATE_WRITES,
        WRITES_AN_EPOCH_LATE,
        WRITES_TWO_EPOCHS_LATE,
        ACTIVATIONS_AN_EPOCH_LATE,
        UNKNOWN_CAS,
        UNKNOWN_CAS_MADE_LATER,
        READ_REPAIRS,
        ZOMBIES_STOPPED,
        CRASHES,
        PAUSES,
        FREEZES,
        SPLITS,
        PARTITIONS,
        REPLICA_OUTAGES,
        STORE_LOSSES,
        LOST_WRITES,
        MENDINGS,
        DRAINS,
        STEP_DOWNS,
        SYNCS,
        INBOX_SYNCS,
        COLD_ANSWERS,
        HOT_ANSWERS,
        UNKNOWN_ANSWERS,
        FLUSHES,
        CHATS_DROPPED,
        HOT_LISTS_ENDED,
        HOT_LISTS_WORKED_OFF,
        CHANGES,
        CHANGES_REFUSED,
        DELETIONS,
        APPLIES,
        APPLIED_TOGETHER,
        APPLIED_BY_SUCCESSOR
    }

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    void add(Count count) {
        counts.merge(count, 1L, Long::sum);
    }

    void addAll(Tally other) {
        other.counts.forEach((count, number) -> counts.merge(count, number, Long::sum));
    }

    public long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }
}
