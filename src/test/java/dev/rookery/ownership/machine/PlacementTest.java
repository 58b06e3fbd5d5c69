package dev.rookery.ownership.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final int SHARDS = 256;

    private final List<NodeId> nodes = new ArrayList<>();

    PlacementTest() {
        for (int node = 1; node <= 4; node++) {
            nodes.add(new NodeId(new UUID(0x5EED, node)));
        }
    }

    @Test
    void wantsNobodyWhereNobodyServes() {
        assertThat(Placement.of(SHARDS, List.of()).wanted(0)).isNull();
    }

    @Test
    void spreadsShardsEvenly() {
        Map<NodeId, Integer> counts = new HashMap<>();
        Placement placement = Placement.of(SHARDS, nodes);
        for (int shard = 0; shard < SHARDS; shard++) {
            counts.merge(placement.wanted(shard), 1, Integer::sum);
        }

        assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(counts.values()).allMatch(count -> count > 40 && count < 90);
    }

    @Test
    void movesOnlyTheShardsOfANodeThatGoes() {
        NodeId gone = nodes.get(2);
        Placement before = Placement.of(SHARDS, nodes);
        nodes.remove(gone);
        Placement after = Placement.of(SHARDS, nodes);

        for (int shard = 0; shard < SHARDS; shard++) {
            if (!gone.equals(before.wanted(shard))) {
                assertThat(after.wanted(shard)).isEqualTo(before.wanted(shard));
            }
        }
    }

    @Test
    void doesNotDependOnTheOrderInWhichNodesAreSeen() {
        List<NodeId> turned = new ArrayList<>(nodes);
        Collections.reverse(turned);

        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(Placement.of(SHARDS, turned).wanted(shard))
                    .isEqualTo(Placement.of(SHARDS, nodes).wanted(shard));
        }
    }
}
