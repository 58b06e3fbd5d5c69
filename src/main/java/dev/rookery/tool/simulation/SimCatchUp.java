package dev.rookery.tool.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.ArrayList;
import java.util.List;

/** Reads everything that a client misses, at quorum, up to what was committed when it asked. */
final class SimCatchUp {
    private final World world;
    private final SimNode node;
    private final Tenure tenure;
    private final Request request;
    private final long upTo;
    private final List<Entry> found = new ArrayList<>();

    SimCatchUp(World world, SimNode node, Tenure tenure, Request request, long upTo) {
        this.world = world;
        this.node = node;
        this.tenure = tenure;
        this.request = request;
        this.upTo = upTo;
    }

    void begin() {
        collect((request.after() + 1) / world.sizes().bucketSize());
    }

    private void collect(long bucket) {
        if (bucket > upTo / world.sizes().bucketSize()) {
            world.history().served(tenure.epoch(), tenure.chat(), upTo, found);
            world.tally().add(Count.SYNCS);
            request.answer().accept(new Answer.Synced(found));
            return;
        }
        node.mending().read(new SimPartition.Place(tenure.chat(), bucket), entries -> {
            if (entries == null) {
                request.answer().accept(new Answer.Again());
            } else {
                entries.stream()
                        .filter(entry -> entry.seq() > request.after() && entry.seq() <= upTo)
                        .forEach(found::add);
                collect(bucket + 1);
            }
        });
    }
}
