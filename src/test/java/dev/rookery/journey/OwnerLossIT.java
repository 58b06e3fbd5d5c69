package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.NodeSurgery;
import dev.rookery.node.NodeSurgery.Frozen;
import dev.rookery.node.RookeryNode;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TcpProxy;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The owner of chats is lost in different ways: what was acknowledged stays, and others go on soon. */
class OwnerLossIT {
    /** More than the default: a machine that runs all tests at once may hold a healthy node up for 3 s. */
    private static final String SILENCE = "8s";

    private static final int BURST = 4;
    private static final Duration PATIENCE = Patience.LIMIT;
    private static Vertx vertx;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(
                2, Map.of("ROOKERY_CLUSTER_SILENCE", SILENCE, "ROOKERY_CASSANDRA_REQUEST_TIMEOUT", "5s"));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anOwnerThatIsKilledMidSendIsReplaced() {
        int victim = cluster.addNode(Map.of());
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, victim, 3);
        talks.forEach(talk -> talk.sendUntilAcked("before"));
        // What the owner delivers does not arrive, and it will not live to be asked for it.
        NodeSurgery.loseDeliveries(cluster.node(victim));
        NodeSurgery.loseNext(cluster.node(1), Integer.MAX_VALUE);
        Conversation watched = talks.get(talks.size() - 1);
        WebSocketTestClient bob = watched.connectBob();

        beginBurst(talks);
        cluster.kill(victim);

        finish(talks, "owner killed: last waiting sender acked after");
        Set<String> missing =
                IntStream.range(0, BURST).mapToObj(i -> "burst " + i).collect(Collectors.toSet());
        while (!missing.isEmpty()) {
            missing.remove(Contents.textOf(bob.await("entry")));
        }
        bob.close();
        assertGoesOn(talks);
        assertThat(fencedBy(0) + fencedBy(1)).isPositive();
    }

    @Test
    void anOwnerThatHangsIsReplacedAndAcksNothingWhenItWakesUp() {
        int victim = cluster.addNode(Map.of());
        RookeryNode node = cluster.node(victim);
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, victim, 3);
        talks.forEach(talk -> talk.sendUntilAcked("before"));

        double committed;
        Frozen frozen = NodeSurgery.freeze(node);
        try {
            beginBurst(talks);
            finish(talks, "owner paused: last waiting sender acked after");
            committed = NodeSurgery.metric(node, "rookery.chat.messages.committed");
        } finally {
            frozen.close();
        }
        long thawed = System.nanoTime();
        awaitFatal(node, thawed, "paused owner knew that it was fenced after");

        assertGoesOn(talks);
        assertThat(NodeSurgery.metric(node, "rookery.chat.messages.committed")).isEqualTo(committed);
        assertThat(NodeSurgery.metric(node, "rookery.ownership.shards")).isZero();
        cluster.stop(victim);
    }

    @Test
    void anOwnerThatIsCutOffFromTheStoreIsReplacedAndAcksNothing() {
        try (TcpProxy proxy = new TcpProxy(Engines.cassandra())) {
            int victim = cluster.addNode(
                    Map.of("ROOKERY_CASSANDRA_CONTACT_POINTS", proxy.address().toString()));
            RookeryNode node = cluster.node(victim);
            List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, victim, 3);
            talks.forEach(talk -> talk.sendUntilAcked("before"));
            double committed = NodeSurgery.metric(node, "rookery.chat.messages.committed");

            proxy.cut();
            beginBurst(talks);
            finish(talks, "owner cut off from the store: last waiting sender acked after");
            long healed = System.nanoTime();
            proxy.heal();
            awaitFatal(node, healed, "owner that was cut off knew that it was fenced after");

            assertGoesOn(talks);
            assertThat(NodeSurgery.metric(node, "rookery.chat.messages.committed"))
                    .isEqualTo(committed);
            cluster.stop(victim);
        }
    }

    /** Several in flight per chat, some of them at the store, when something happens. */
    private static void beginBurst(List<Conversation> talks) {
        for (int i = 0; i < BURST; i++) {
            String text = "burst " + i;
            talks.forEach(talk -> talk.begin(text));
        }
    }

    private static void finish(List<Conversation> talks, String what) {
        long longest = talks.stream().mapToLong(Conversation::finish).max().orElseThrow();
        Notes.note("%s %d ms", what, longest);
    }

    private static void assertGoesOn(List<Conversation> talks) {
        for (Conversation talk : talks) {
            talk.sendUntilAcked("after");
            talk.assertLogIsWhatWasAcked(1);
            talk.close();
        }
    }

    private static void awaitFatal(RookeryNode node, long since, String what) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> node.fatal()
                .isComplete());
        Notes.note("%s %d ms", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }

    private static double fencedBy(int node) {
        return NodeSurgery.metric(cluster.node(node), "rookery.ownership.nodes.fenced");
    }
}
