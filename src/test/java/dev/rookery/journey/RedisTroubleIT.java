package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedRedis;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis of our own that answers and is wrong. Chats are quiet: what does not come live would never be noticed. */
class RedisTroubleIT {
    @TempDir
    private static Path directory;

    private static Vertx vertx;
    private static DataDirectory data;
    private static EmbeddedRedis redis;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        data = DataDirectory.open(directory);
        redis = EmbeddedRedis.start(data);
        cluster = TestCluster.start(2, Map.of("ROOKERY_REDIS_ADDRESS", "127.0.0.1:" + redis.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        redis.process().kill();
        data.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void heal() {
        redis.command("REPLICAOF NO ONE");
        redis.command("CONFIG SET maxmemory 0");
        awaitSettled();
    }

    @Test
    void whoComesWhileRedisTakesNoWritesIsReached() {
        reaches("REPLICAOF 127.0.0.1 1");
    }

    @Test
    void whoComesWhileRedisIsFullIsReached() {
        reaches("CONFIG SET maxmemory 1");
    }

    /** Whoever connects while Redis is like this gets what others at another node send. */
    private static void reaches(String command) {
        awaitSettled();
        Conversation talk = new Conversation(vertx, cluster, 0, 1);
        redis.command(command);
        try (WebSocketTestClient bob = talk.connectBob()) {
            assertComesLive(talk, bob, "now");
        }
        talk.close();
    }

    @Test
    void whomRedisForgetsIsReached() {
        awaitSettled();
        Conversation talk = new Conversation(vertx, cluster, 0, 1);
        try (WebSocketTestClient bob = talk.connectBob()) {
            // No message before: the owner would remember where it went.
            double late = sentLate();
            redis.forget(1);
            assertComesLive(talk, bob, "now");
            Notes.note("%.0f frames were sent late", sentLate() - late);
        }
        talk.close();
    }

    @Test
    void whoCameAfterTheStateThatRedisIsBackInIsReached() {
        awaitSettled();
        Conversation talk = new Conversation(vertx, cluster, 0, 1);
        redis.remember();
        try (WebSocketTestClient bob = talk.connectBob()) {
            redis.goBack();
            assertComesLive(talk, bob, "now");
        }
        talk.close();
    }

    private static void assertComesLive(Conversation talk, WebSocketTestClient bob, String text) {
        long sent = System.nanoTime();
        talk.sendUntilAcked(text);
        assertThat(Contents.textOf(bob.await("entry"))).isEqualTo(text);
        Notes.note("\"%s\" came after %d ms", text, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
    }

    /** No chat node sends everything to a gateway. */
    private static void awaitSettled() {
        await().untilAsserted(() -> {
            for (int node = 0; node < cluster.size(); node++) {
                assertThat(NodeSurgery.metric(cluster.node(node), "rookery.chat.gateways.unsettled"))
                        .isZero();
            }
        });
    }

    private static double sentLate() {
        String metric = "rookery.chat.fanout.late";
        return NodeSurgery.metric(cluster.node(0), metric) + NodeSurgery.metric(cluster.node(1), metric);
    }
}
