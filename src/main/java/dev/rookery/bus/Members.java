package dev.rookery.bus;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live nodes of the cluster as this node sees them: available, not consistent. Two nodes may disagree for a while,
 * so nothing that must be exclusive may rest on it alone.
 */
public interface Members {

    /** @param name what operators call the node, for logs and the page; not unique */
    record Member(NodeId id, String name, Set<Role> roles) {
        public Member {
            roles = Set.copyOf(roles);
        }
    }

    Member self();

    /** All live nodes with this role, this one included if it has it. Cheap: read from a table in memory. */
    List<Member> withRole(Role role);

    /** Calls back after each change, on a thread of the cluster manager: hop to your own context. */
    void onChange(Runnable listener);

    /** Whether the process of a node that once served has left the cluster or was lost to it; draining it has not yet. */
    boolean hasVanished(NodeId id);

    default Optional<Member> find(NodeId id, Role role) {
        return withRole(role).stream().filter(member -> member.id().equals(id)).findFirst();
    }
}
