package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which node keeps whose presence: a rendezvous hash over the nodes that keep. All who see the same nodes agree, and only
 * the users of a node that comes or goes move.
 */
public final class Keepers {
    private final List<NodeId> nodes;
    private final long[] hashes;
    private final long view;

    public Keepers(Collection<NodeId> nodes) {
        this.nodes = List.copyOf(nodes);
        this.hashes = this.nodes.stream().mapToLong(node -> hash(node.value())).toArray();
        long sum = 0;
        for (long hash : hashes) {
            sum += mix(hash + 1);
        }
        this.view = sum;
    }

    public List<NodeId> nodes() {
        return nodes;
    }

    /** The same for all who see the same nodes, and hardly ever for others. */
    public long view() {
        return view;
    }

    /** Null if there is none. */
    public @Nullable NodeId of(UserId user) {
        long key = hash(user.value());
        int best = -1;
        long bestWeight = 0;
        for (int i = 0; i < hashes.length; i++) {
            long weight = mix(key ^ hashes[i]);
            if (best < 0 || Long.compareUnsigned(weight, bestWeight) > 0) {
                best = i;
                bestWeight = weight;
            }
        }
        return best < 0 ? null : nodes.get(best);
    }

    private static long hash(UUID id) {
        return mix(id.getMostSignificantBits() ^ mix(id.getLeastSignificantBits()));
    }

    /** The finalizer of SplitMix64: every input bit reaches every output bit. */
    private static long mix(long value) {
        long h = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return h ^ (h >>> 31);
    }
}
