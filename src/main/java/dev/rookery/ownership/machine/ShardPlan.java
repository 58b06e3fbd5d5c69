package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import java.util.Set;

/**
 * What should be, in the eyes of one node.
 *
 * @param wanted who should have each shard
 * @param gone nodes that may be fenced to get theirs
 * @param ready nodes that would take a shard if it became free
 * @param takeOver whether this node may take shards at all
 */
record ShardPlan(Placement wanted, Set<NodeId> gone, Set<NodeId> ready, boolean takeOver) {
    ShardPlan {
        gone = Set.copyOf(gone);
        ready = Set.copyOf(ready);
    }

    boolean mayTake(int shard, NodeId self) {
        return takeOver && self.equals(wanted.wanted(shard));
    }

    /** Whether another node should have the shard, and would take it. */
    boolean mustYield(int shard, NodeId self) {
        NodeId other = wanted.wanted(shard);
        return other != null && !self.equals(other) && ready.contains(other);
    }
}
