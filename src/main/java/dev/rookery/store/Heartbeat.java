package dev.rookery.store;

import dev.rookery.domain.NodeId;
import java.util.Set;

/**
 * A sign of life. Its age is judged by whoever sees the count move, on their own clock.
 *
 * @param count grows with each beat of the node
 * @param reached the other nodes that answered this node over the event bus lately
 */
public record Heartbeat(NodeId node, long count, Set<NodeId> reached) {
    public Heartbeat {
        reached = Set.copyOf(reached);
    }
}
