package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.NodeSurgery;
import dev.rookery.node.RookeryNode;
import dev.rookery.testkit.TestCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster manager is wrong about nodes that are well, and takes none of them back: one has to start anew, no more. */
class SplitBusIT {
    private static final int SHARDS = 256;
    private static final Map<String, String> SETTINGS = Map.of("ROOKERY_CLUSTER_SILENCE", "4s");

    @Test
    void ofNodesThatTheBusDoesNotConnectOneEndsAndTheOthersGoOn() {
        try (TestCluster cluster = TestCluster.start(2, SETTINGS)) {
            int edge = cluster.addNode(Map.of("ROOKERY_NODE_ROLES", "gateway"));
            List<RookeryNode> owners = List.of(cluster.node(0), cluster.node(1));

            NodeSurgery.part(cluster.node(0), cluster.node(edge));
            await().until(() -> cluster.node(edge).fatal().isComplete());
            assertThat(ended(owners)).isZero();
            cluster.stop(edge);

            NodeSurgery.part(cluster.node(0), cluster.node(1));
            await().until(() -> ended(owners) > 0);
            int lost = cluster.node(0).fatal().isComplete() ? 0 : 1;
            RookeryNode left = cluster.node(1 - lost);
            cluster.stop(lost);
            await().until(() -> NodeSurgery.metric(left, "rookery.ownership.shards") == SHARDS);
            assertThat(left.fatal().isComplete()).isFalse();
            assertThat(cluster.node(lost).fatal().result()).contains("bus does not connect");
        }
    }

    private static long ended(List<RookeryNode> nodes) {
        return nodes.stream().filter(node -> node.fatal().isComplete()).count();
    }
}
