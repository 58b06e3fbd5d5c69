package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.TcpProxy;
import dev.rookery.testkit.TestCluster;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The store is gone for all nodes at once: nothing is acknowledged, nobody is fenced, and all goes on when it is back. */
class StoreOutageIT {

    @Test
    void withoutTheStoreNothingIsAckedAndNobodyEnds() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TcpProxy store = new TcpProxy(Engines.cassandra());
                TestCluster cluster = TestCluster.start(
                        2,
                        Map.of(
                                "ROOKERY_CASSANDRA_CONTACT_POINTS",
                                store.address().toString()))) {
            List<Conversation> talks = Stream.generate(() -> new Conversation(vertx, cluster, 0, 1))
                    .limit(3)
                    .toList();
            talks.forEach(talk -> talk.sendUntilAcked("before"));
            double committed = committed(cluster);

            store.cut();
            talks.forEach(talk -> talk.begin("while the store is away"));
            await().until(() -> written(cluster, "rookery.persistence.retries") > 5);
            assertThat(committed(cluster)).isEqualTo(committed);
            await().until(() -> written(cluster, "rookery.chat.write.age") > 0.5);

            store.heal();
            long longest = talks.stream().mapToLong(Conversation::finish).max().orElseThrow();
            Notes.note("store away: last sender acked %d ms after it sent", longest);
            for (Conversation talk : talks) {
                talk.sendUntilAcked("after");
                talk.assertLogIsWhatWasAcked(1);
                talk.close();
            }
            await().until(() -> written(cluster, "rookery.chat.write.age") == 0);
            assertThat(cluster.node(0).fatal().isComplete()).isFalse();
            assertThat(cluster.node(1).fatal().isComplete()).isFalse();
        } finally {
            vertx.close().await();
        }
    }

    private static double committed(TestCluster cluster) {
        return written(cluster, "rookery.chat.messages.committed");
    }

    private static double written(TestCluster cluster, String metric) {
        return NodeSurgery.metric(cluster.node(0), metric) + NodeSurgery.metric(cluster.node(1), metric);
    }
}
