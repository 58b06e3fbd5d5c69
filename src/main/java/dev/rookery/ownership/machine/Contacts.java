package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import java.util.Set;

/**
 * What a node finds out about its peers by itself.
 *
 * @param reached those that answered on their lifelines lately: there is a network between them and this node
 * @param joined those that answered over the event bus lately: they can work together
 * @param departed those that the cluster manager has lost. It takes no process back
 */
public record Contacts(Set<NodeId> reached, Set<NodeId> joined, Set<NodeId> departed) {
    public static final Contacts NONE = new Contacts(Set.of(), Set.of(), Set.of());

    public Contacts {
        reached = Set.copyOf(reached);
        joined = Set.copyOf(joined);
        departed = Set.copyOf(departed);
    }
}
