package dev.rookery.cluster;

import dev.rookery.domain.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live nodes of the cluster as this node sees them: available, not consistent. Two nodes may disagree for a while,
 * so nothing that must be exclusive may rest on it alone.
 */
public interface Members {

    /** @param name what operators call the node, for logs and the page; not unique */
    record Member(NodeId id, String name, Set<NodeRole> roles) {
        public Member {
            roles = Set.copyOf(roles);
        }
    }

    Member self();

    /** All live nodes with this role, this one included if it has it. Cheap: read from a table in memory. */
    List<Member> withRole(NodeRole role);

    /** Calls back after each change, on a thread of the cluster manager: hop to your own context. */
    void onChange(Runnable listener);

    /** Whether the process of a node that once served has left the cluster or was lost to it; draining it has not yet. */
    boolean hasVanished(NodeId id);

    default Optional<Member> find(NodeId id, NodeRole role) {
        return withRole(role).stream().filter(member -> member.id().equals(id)).findFirst();
    }
}
