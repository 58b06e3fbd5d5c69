package dev.rookery.tool.simulation;

import dev.rookery.chat.sequencer.Apply;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.store.Activation;
import dev.rookery.tool.simulation.SimPartition.Cell;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.SimPartition.StateCell;
import dev.rookery.tool.simulation.SimPartition.Tombstone;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the owner of a chat writes, with the timestamps of its epoch. */
final class SimWriter {
    static final long RETRY = 60 * Timeline.MS;

    private static final int EPOCH_SHIFT = 40;

    private final World world;
    private final SimNode node;
    private final SimChat chat;
    private final Tenure tenure;

    SimWriter(World world, SimNode node, SimChat chat) {
        this.world = world;
        this.node = node;
        this.chat = chat;
        this.tenure = chat.tenure();
    }

    /** Writes until it is stored, as long as the chat is here. */
    void write(Mutation mutation, Runnable stored) {
        node.mending().write(again(mutation), () -> !chat.isGone(), stored);
    }

    SimWrite again(Mutation mutation) {
        return (inbox, done) -> world.store().log().write(inbox, mutation, false, done);
    }

    Mutation mutation(List<Entry> entries) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        entries.forEach(entry -> cells.put(entry.seq(), new Cell(stamp(entry.seq()), entry)));
        return mutation(entries.get(0).seq(), cells, new TreeMap<>());
    }

    /** What a message came to, and without its text if it is deleted. */
    Mutation mutation(Apply apply, @Nullable Entry message) {
        long stamp = stamp(apply.state().asOf());
        TreeMap<Long, Cell> cells = new TreeMap<>();
        if (apply.state().deleted() != null && message != null) {
            cells.put(apply.target(), cell(message.with(apply.state())));
        }
        TreeMap<Long, StateCell> states = new TreeMap<>();
        states.put(apply.target(), new StateCell(stamp, apply.state()));
        return mutation(apply.target(), cells, states);
    }

    /** An edit of a message that is deleted. */
    Mutation emptied(Entry edit, long deletion) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        cells.put(edit.seq(), cell(edit.emptied(deletion)));
        return mutation(edit.seq(), cells, new TreeMap<>());
    }

    private Mutation mutation(long seq, NavigableMap<Long, Cell> cells, NavigableMap<Long, StateCell> states) {
        return new Mutation(
                world.sizes().placeOf(tenure.chat(), seq),
                tenure.owner(),
                tenure.shard(),
                tenure.epoch(),
                null,
                cells,
                states);
    }

    Mutation mutation(Activation.Rewrite rewrite) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        TreeMap<Long, StateCell> states = new TreeMap<>();
        long base = tenure.epoch() << EPOCH_SHIFT;
        if (!world.sabotaged(Sabotage.NO_REWRITE)) {
            for (Entry entry : rewrite.entries()) {
                boolean tied = world.sabotaged(Sabotage.REWRITE_AT_TOMBSTONE);
                cells.put(entry.seq(), tied ? new Cell(base, SimPartition.body(entry)) : cell(entry));
                if (entry.state().asOf() > 0 && !world.sabotaged(Sabotage.STATE_LEFT_BEHIND)) {
                    states.put(entry.seq(), new StateCell(stamp(entry.state().asOf()), entry.state()));
                }
            }
        }
        boolean buries = !world.sabotaged(Sabotage.NO_TOMBSTONE);
        return new Mutation(
                new SimPartition.Place(tenure.chat(), rewrite.bucket()),
                tenure.owner(),
                tenure.shard(),
                tenure.epoch(),
                buries ? new Tombstone(rewrite.above(), base) : null,
                cells,
                states);
    }

    private Cell cell(Entry entry) {
        long written = entry.content() instanceof Content.Removed removed ? removed.deletion() : entry.seq();
        return new Cell(stamp(written), SimPartition.body(entry));
    }

    private long stamp(long seq) {
        return (tenure.epoch() << EPOCH_SHIFT) + seq;
    }
}
