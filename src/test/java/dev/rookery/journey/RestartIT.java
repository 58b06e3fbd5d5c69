package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is left when no node runs any more: everything. */
class RestartIT {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void historyOutlivesEveryNode() {
        TestUser ada;
        TestUser bob;
        String chat;
        Map<String, String> same;
        JsonObject first;
        try (TestCluster cluster = TestCluster.start(1)) {
            same = new HashMap<>(cluster.environment());
            ada = TestUser.signUp(cluster.http(0), name("ada"));
            bob = TestUser.signUp(cluster.http(0), name("bob"));
            chat = ada.openChat(cluster.http(0), bob);
            try (WebSocketTestClient socket =
                    WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), ada.accessToken())) {
                first = socket.sendAndAwaitAck(chat, "written before");
            }
        }
        long stopped = System.nanoTime();
        try (TestCluster restarted = TestCluster.start(1, same)) {
            TestUser again = TestUser.signIn(restarted.http(0), ada.username());
            try (WebSocketTestClient socket =
                    WebSocketTestClient.withToken(vertx, restarted.node(0).httpPort(), again.accessToken())) {
                JsonObject second = socket.sendAndAwaitAck(chat, "written after");
                Notes.note("ack %d ms after a clean stop of all nodes", millisSince(stopped));
                assertThat(second.getLong("seq")).isEqualTo(first.getLong("seq") + 1);
            }
            TestUser reader = TestUser.signIn(restarted.http(0), bob.username());
            assertThat(reader.history(restarted.http(0), chat))
                    .extracting(message -> Contents.textOf((JsonObject) message))
                    .containsExactly("written before", "written after");
        }
    }

    private static String name(String person) {
        return person + "-" + UUID.randomUUID().toString().substring(0, 12);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
