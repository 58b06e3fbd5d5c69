package dev.rookery.tool.simulation;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the log on one replica, with the rules of the store: per cell the higher timestamp wins, between equal
 * ones the larger value; a range tombstone hides what is not younger than itself.
 */
final class SimPartition {
    record Place(ChatId chat, long bucket) {}

    record Cell(long timestamp, Entry entry) {}

    /** What became of an entry, in a cell of its own. */
    record StateCell(long timestamp, EntryState state) {}

    record Tombstone(long above, long timestamp) {}

    /**
     * What is applied to a replica as a whole.
     *
     * @param writer whose session made it
     */
    record Mutation(
            Place key,
            NodeId writer,
            int shard,
            long epoch,
            @Nullable Tombstone tombstone,
            NavigableMap<Long, Cell> cells,
            NavigableMap<Long, StateCell> states) {
        Mutation {
            cells = Collections.unmodifiableNavigableMap(cells);
            states = Collections.unmodifiableNavigableMap(states);
        }
    }

    private final TreeMap<Long, Cell> cells = new TreeMap<>();
    private final TreeMap<Long, StateCell> states = new TreeMap<>();
    private final List<Tombstone> tombstones = new ArrayList<>();

    void apply(Mutation mutation) {
        if (mutation.tombstone() != null) {
            bury(mutation.tombstone());
        }
        mutation.cells().forEach(this::put);
        mutation.states().forEach(this::put);
    }

    /** Takes over whatever is newer there. Returns whether anything was. */
    @CanIgnoreReturnValue
    boolean merge(SimPartition other) {
        boolean changed = false;
        for (Tombstone tombstone : other.tombstones) {
            changed |= bury(tombstone);
        }
        for (Map.Entry<Long, Cell> cell : other.cells.entrySet()) {
            changed |= put(cell.getKey(), cell.getValue());
        }
        for (Map.Entry<Long, StateCell> state : other.states.entrySet()) {
            changed |= put(state.getKey(), state.getValue());
        }
        return changed;
    }

    SimPartition copy() {
        SimPartition copy = new SimPartition();
        copy.cells.putAll(cells);
        copy.states.putAll(states);
        copy.tombstones.addAll(tombstones);
        return copy;
    }

    /** What a reader sees, ascending. */
    List<Entry> visible() {
        List<Entry> visible = new ArrayList<>();
        cells.forEach((seq, cell) -> {
            if (cell.timestamp() > hiddenUpTo(seq)) {
                visible.add(withState(cell.entry()));
            }
        });
        return visible;
    }

    private Entry withState(Entry entry) {
        StateCell state = states.get(entry.seq());
        return state == null || state.timestamp() <= hiddenUpTo(entry.seq()) ? entry : withState(entry, state.state());
    }

    /** As a row shows it: nothing is concluded from the state for the body. */
    private static Entry withState(Entry entry, EntryState state) {
        return new Entry(
                entry.chat(),
                entry.seq(),
                entry.messages(),
                entry.author(),
                entry.device(),
                entry.clientId(),
                entry.at(),
                entry.content(),
                state);
    }

    /** The part of an entry that stands in its body. */
    static Entry body(Entry entry) {
        return withState(entry, EntryState.NONE);
    }

    @Nullable Cell visible(long seq) {
        Cell cell = cells.get(seq);
        return cell == null || cell.timestamp() <= hiddenUpTo(seq) ? null : cell;
    }

    @Nullable Cell cell(long seq) {
        return cells.get(seq);
    }

    private long hiddenUpTo(long seq) {
        long hidden = Long.MIN_VALUE;
        for (Tombstone tombstone : tombstones) {
            if (seq > tombstone.above()) {
                hidden = Math.max(hidden, tombstone.timestamp());
            }
        }
        return hidden;
    }

    @CanIgnoreReturnValue
    private boolean bury(Tombstone news) {
        for (Tombstone known : tombstones) {
            if (known.above() <= news.above() && known.timestamp() >= news.timestamp()) {
                return false;
            }
        }
        tombstones.removeIf(known -> known.above() >= news.above() && known.timestamp() <= news.timestamp());
        tombstones.add(news);
        return true;
    }

    @CanIgnoreReturnValue
    private boolean put(long seq, Cell news) {
        Cell known = cells.get(seq);
        boolean wins = known == null
                || news.timestamp() > known.timestamp()
                || (news.timestamp() == known.timestamp()
                        && !news.entry().equals(known.entry())
                        && order(news).compareTo(order(known)) > 0);
        if (wins) {
            cells.put(seq, news);
        }
        return wins;
    }

    @CanIgnoreReturnValue
    private boolean put(long seq, StateCell news) {
        StateCell known = states.get(seq);
        boolean wins = known == null || news.timestamp() > known.timestamp();
        if (wins) {
            states.put(seq, news);
        }
        return wins;
    }

    private static String order(Cell cell) {
        Entry entry = cell.entry();
        return entry.content().fingerprint() + entry.clientId() + entry.at();
    }
}
