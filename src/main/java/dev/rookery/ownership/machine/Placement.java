package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who should own each shard: rendezvous hash over the nodes that serve, so that all who see the same nodes agree, shards
 * spread evenly, and only the shards of a node that comes or goes move.
 */
public final class Placement {
    private final @Nullable NodeId[] wanted;

    private Placement(@Nullable NodeId[] wanted) {
        this.wanted = wanted;
    }

    public static Placement of(int shards, Collection<NodeId> nodes) {
        @Nullable NodeId[] wanted = new NodeId[shards];
        Arrays.setAll(wanted, shard -> heaviest(shard, nodes));
        return new Placement(wanted);
    }

    /** Null if no node serves. */
    public @Nullable NodeId wanted(int shard) {
        return wanted[shard];
    }

    private static @Nullable NodeId heaviest(int shard, Collection<NodeId> nodes) {
        NodeId best = null;
        long bestWeight = 0;
        for (NodeId node : nodes) {
            long weight = Shards.weight(shard, node);
            if (best == null || Long.compareUnsigned(weight, bestWeight) > 0) {
                best = node;
                bestWeight = weight;
            }
        }
        return best;
    }
}
