package dev.rookery.tool.simulation;

import static dev.rookery.tool.simulation.Violation.require;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.tool.simulation.SimPartition.Cell;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.SimPartition.StateCell;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** What was written to the log, by whom, and how late (I6, I12, I14). */
final class WriteHistory {
    private static final int EPOCH_BITS = 40;

    private record Stamp(ChatId chat, long seq, long timestamp) {}

    private record Written(ChatId chat, long epoch, long seq) {}

    private record Opening(long epoch, long tail) {}

    private final Tally tally;
    private final OwnershipHistory ownership;
    private final BiPredicate<ChatId, Long> committed;
    private final Map<Stamp, Entry> written = new HashMap<>();
    private final Map<Stamp, EntryState> writtenStates = new HashMap<>();
    private final Set<Mutation> lateOnes = new HashSet<>();
    private final Set<Written> storedInTime = new HashSet<>();
    private final Map<ChatId, Opening> openings = new HashMap<>();

    /** @param committed whether some owner committed this seq of a chat */
    WriteHistory(Tally tally, OwnershipHistory ownership, BiPredicate<ChatId, Long> committed) {
        this.committed = committed;
        this.tally = tally;
        this.ownership = ownership;
    }

    /** A chat is served under this epoch from now on. */
    void opened(ChatId chat, long epoch, long tail) {
        openings.merge(chat, new Opening(epoch, tail), (old, news) -> news.epoch() > old.epoch() ? news : old);
    }

    /** A replica takes this in. */
    void applying(Mutation mutation) {
        require(
                ownership.isOwner(mutation.writer(), mutation.shard(), mutation.epoch()),
                "I6",
                "a write under an epoch that is not its writer's");
        if (mutation.tombstone() != null) {
            checkStamp(mutation, mutation.tombstone().timestamp());
        }
        for (Map.Entry<Long, Cell> put : mutation.cells().entrySet()) {
            Cell cell = put.getValue();
            checkStamp(mutation, cell.timestamp());
            Stamp stamp = new Stamp(mutation.key().chat(), put.getKey(), cell.timestamp());
            Entry other = written.putIfAbsent(stamp, cell.entry());
            require(other == null || other.equals(cell.entry()), "I12", () -> "two values were written as " + stamp);
        }
        for (Map.Entry<Long, StateCell> put : mutation.states().entrySet()) {
            StateCell cell = put.getValue();
            checkStamp(mutation, cell.timestamp());
            Stamp stamp = new Stamp(mutation.key().chat(), put.getKey(), cell.timestamp());
            EntryState other = writtenStates.putIfAbsent(stamp, cell.state());
            require(other == null || other.equals(cell.state()), "I12", () -> "two states were written as " + stamp);
            require(
                    committed.test(mutation.key().chat(), cell.state().asOf()),
                    "I14",
                    () -> "a change that is not committed was applied to " + put.getKey());
        }
        countLate(mutation);
    }

    /** The fence: once a chat was opened in an epoch, no reader sees what an older epoch writes above its tail. */
    void applied(Mutation mutation, SimLog log) {
        ChatId chat = mutation.key().chat();
        Opening newest = openings.get(chat);
        if (newest == null || mutation.epoch() >= newest.epoch()) {
            return;
        }
        for (long seq : mutation.cells().tailMap(newest.tail(), false).keySet()) {
            for (int spared = 0; spared < SimStore.REPLICAS; spared++) {
                Cell seen = log.look(mutation.key(), seq, spared);
                boolean shadowed = seen == null || seen.timestamp() >>> EPOCH_BITS >= newest.epoch();
                require(shadowed, "I6", () -> "a late write at seq " + seq + " is seen in epoch " + newest.epoch());
            }
        }
    }

    private static void checkStamp(Mutation mutation, long timestamp) {
        require(
                timestamp >>> EPOCH_BITS == mutation.epoch(),
                "I6",
                () -> "timestamp " + timestamp + " of another epoch");
    }

    private void countLate(Mutation mutation) {
        long behind = ownership.newestEpoch(mutation.shard()) - mutation.epoch();
        if (behind <= 0 || !lateOnes.add(mutation)) {
            return;
        }
        tally.add(Count.LATE_WRITES);
        Opening newest = openings.get(mutation.key().chat());
        boolean overtaken = newest != null && newest.epoch() > mutation.epoch();
        if (mutation.tombstone() != null && overtaken) {
            tally.add(Count.ACTIVATIONS_AN_EPOCH_LATE);
        } else if (overtaken) {
            tally.add(behind == 1 ? Count.WRITES_AN_EPOCH_LATE : Count.WRITES_TWO_EPOCHS_LATE);
        }
    }

    /**
     * A quorum has it.
     *
     * @param fenced whether by then every quorum read shows the session of the writer as fenced
     */
    void stored(Mutation mutation, boolean fenced) {
        if (!fenced) {
            for (long seq : mutation.cells().keySet()) {
                storedInTime.add(new Written(mutation.key().chat(), mutation.epoch(), seq));
            }
        }
    }

    boolean wasStoredInTime(long epoch, Entry entry) {
        return storedInTime.contains(new Written(entry.chat(), epoch, entry.seq()));
    }
}
