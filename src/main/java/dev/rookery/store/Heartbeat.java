package dev.rookery.store;

import dev.rookery.domain.NodeId;
import java.util.Set;

/**
 * A sign of life. Its age is judged by whoever sees the count move, on their own clock.
 *
 * @param count grows with each beat of the node
 * @param lifeline host:port at which the node answers others that ask whether it is there
 * @param reached the other nodes that answered this node on their lifelines lately
 * @param joined the other nodes that answered this node over the event bus lately
 */
public record Heartbeat(NodeId node, long count, String lifeline, Set<NodeId> reached, Set<NodeId> joined) {
    public Heartbeat {
        reached = Set.copyOf(reached);
        joined = Set.copyOf(joined);
    }
}
