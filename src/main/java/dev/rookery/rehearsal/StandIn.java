package dev.rookery.rehearsal;

import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The only node of a cluster that nobody else knows: what it is told reaches nobody. */
record StandIn(Member self) implements Members {
    static StandIn create() {
        return new StandIn(
                new Member(new NodeId(UUID.randomUUID()), "rehearsal", Set.of(NodeRole.CHAT, NodeRole.GATEWAY)));
    }

    @Override
    public List<Member> withRole(NodeRole role) {
        return self.roles().contains(role) ? List.of(self) : List.of();
    }

    @Override
    public void onChange(Runnable listener) {}

    @Override
    public boolean hasVanished(NodeId id) {
        return false;
    }
}
