package dev.rookery.ownership;

import dev.rookery.bus.Members;
import dev.rookery.bus.Members.Member;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ownership by rendezvous hash over the live members alone. Minimal movement when nodes join or leave, but <b>not
 * exclusive</b>: while two nodes see different members, both may hold a chat for themselves. A known gap, see
 * ARCHITECTURE.md.
 */
public final class RendezvousOwnership implements ChatOwnership {
    /** No fencing yet, so there is one epoch; real ones begin above it and so win over what was written under this. */
    static final long UNFENCED_EPOCH = 1;

    private final Members members;
    private volatile @Nullable NodeId[] owners;

    public RendezvousOwnership(Members members) {
        this.members = members;
        this.owners = assign(members.withRole(Role.CHAT));
        members.onChange(() -> owners = assign(members.withRole(Role.CHAT)));
    }

    @Override
    public Optional<NodeId> ownerOf(ChatId chat) {
        return Optional.ofNullable(owners[Shards.of(chat)]);
    }

    @Override
    public Optional<Long> epochOf(ChatId chat) {
        return ownerOf(chat).filter(members.self().id()::equals).map(self -> UNFENCED_EPOCH);
    }

    static @Nullable NodeId[] assign(List<Member> nodes) {
        @Nullable NodeId[] owners = new NodeId[Shards.COUNT];
        Arrays.setAll(owners, shard -> heaviest(shard, nodes));
        return owners;
    }

    private static @Nullable NodeId heaviest(int shard, List<Member> nodes) {
        NodeId best = null;
        long bestWeight = 0;
        for (Member node : nodes) {
            long weight = Shards.weight(shard, node.id());
            if (best == null || Long.compareUnsigned(weight, bestWeight) > 0) {
                best = node.id();
                bestWeight = weight;
            }
        }
        return best;
    }
}
