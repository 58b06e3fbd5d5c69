package dev.rookery.tool.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.store.Activation;
import dev.rookery.tool.simulation.SimPartition.Cell;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.SimPartition.Tombstone;
import java.util.List;
import java.util.TreeMap;

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
        long first = entries.get(0).seq();
        return new Mutation(
                world.sizes().placeOf(tenure.chat(), first),
                tenure.owner(),
                tenure.shard(),
                tenure.epoch(),
                null,
                cells);
    }

    Mutation mutation(Activation.Rewrite rewrite) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        long base = tenure.epoch() << EPOCH_SHIFT;
        if (!world.sabotaged(Sabotage.NO_REWRITE)) {
            for (Entry entry : rewrite.entries()) {
                boolean tied = world.sabotaged(Sabotage.REWRITE_AT_TOMBSTONE);
                cells.put(entry.seq(), new Cell(tied ? base : stamp(entry.seq()), entry));
            }
        }
        boolean buries = !world.sabotaged(Sabotage.NO_TOMBSTONE);
        return new Mutation(
                new SimPartition.Place(tenure.chat(), rewrite.bucket()),
                tenure.owner(),
                tenure.shard(),
                tenure.epoch(),
                buries ? new Tombstone(rewrite.above(), base) : null,
                cells);
    }

    private long stamp(long seq) {
        return (tenure.epoch() << EPOCH_SHIFT) + seq;
    }
}
