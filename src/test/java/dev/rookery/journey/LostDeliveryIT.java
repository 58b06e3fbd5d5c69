package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bus between the nodes loses deliveries; those who wait for them get them all the same. */
class LostDeliveryIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(2);
        NodeSurgery.loseDeliveries(cluster.node(0));
        NodeSurgery.loseDeliveries(cluster.node(1));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aLostLastMessageComesAllTheSame() {
        Conversation talk = new Conversation(vertx, cluster, 0, 1);
        try (WebSocketTestClient bob = talk.connectBob()) {
            talk.sendUntilAcked("first");
            bob.await("entry");

            NodeSurgery.loseNext(cluster.node(1), 1);
            long sent = System.nanoTime();
            talk.sendUntilAcked("last");
            String text = Contents.textOf(bob.await("entry"));

            Notes.note("lost last message came after %d ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
            assertThat(text).isEqualTo("last");
            assertThat(NodeSurgery.stillToLose(cluster.node(1))).isZero();
        }
        talk.close();
    }

    @Test
    void aGapIsFilledAndNothingComesTwice() {
        Conversation talk = new Conversation(vertx, cluster, 0, 1);
        try (WebSocketTestClient bob = talk.connectBob()) {
            talk.sendUntilAcked("0");
            bob.await("entry");
            double repaired = repaired();

            NodeSurgery.loseNext(cluster.node(1), 3);
            for (int i = 1; i <= 6; i++) {
                talk.sendUntilAcked(Integer.toString(i));
            }
            List<String> texts = new ArrayList<>();
            for (int i = 1; i <= 6; i++) {
                texts.add(Contents.textOf(bob.await("entry")));
            }

            assertThat(texts).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
            await().untilAsserted(() -> assertThat(repaired() - repaired).isEqualTo(3));
            assertThat(bob.inbox()).extracting(JsonObject::encode).isEmpty();
        }
        talk.close();
    }

    private static double repaired() {
        String metric = "rookery.gateway.link.repaired";
        return NodeSurgery.metric(cluster.node(0), metric) + NodeSurgery.metric(cluster.node(1), metric);
    }
}
