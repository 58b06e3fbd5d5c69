package dev.rookery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job: a message from one node's socket to another's, kept whatever nodes come and go. */
class ThreeNodesIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void messagesCrossNodesInBothDirectionsAndCanBeReadFromTheThird() {
        Pair pair = new Pair(0, 1);
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob()) {
            JsonObject first = ada.sendAndAwaitAck(pair.chat, "hello Bob");
            JsonObject second = bob.sendAndAwaitAck(pair.chat, "hello Ada");

            JsonObject toBob = bob.await("message");
            JsonObject toAda = ada.await("message");
            assertThat(toBob.getString("text")).isEqualTo("hello Bob");
            assertThat(toBob.getLong("seq")).isEqualTo(first.getLong("seq")).isEqualTo(1);
            assertThat(toAda.getString("text")).isEqualTo("hello Ada");
            assertThat(toAda.getLong("seq")).isEqualTo(second.getLong("seq")).isEqualTo(2);
            assertThat(pair.texts(2)).containsExactly("hello Bob", "hello Ada");
        }
    }

    @Test
    void aTextOf100000EmojiCrossesNodesUnchanged() {
        Pair pair = new Pair(1, 2);
        String text = "\uD83E\uDD85".repeat(100_000);
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob()) {
            assertThat(ada.sendAndAwaitAck(pair.chat, text).getLong("seq")).isEqualTo(1);
            assertThat(bob.await("message").getString("text")).isEqualTo(text);
            assertThat(pair.texts(0)).containsExactly(text);
        }
    }

    @Test
    void everyDeviceOfBothPeopleSeesTheMessageOnce() {
        Pair pair = new Pair(0, 1);
        TestUser adaElsewhere = TestUser.signIn(cluster.http(2), pair.ada.username());
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob();
                WebSocketTestClient other =
                        WebSocketTestClient.withToken(vertx, cluster.node(2).httpPort(), adaElsewhere.accessToken())) {
            String sent = ada.sendAndAwaitAck(pair.chat, "once").getString("clientId");

            assertThat(other.await("message").getString("clientId")).isEqualTo(sent);
            assertThat(bob.await("message").getString("clientId")).isEqualTo(sent);
            // What follows on the same sockets shows that nothing came twice, and nothing to the sender itself.
            bob.sendAndAwaitAck(pair.chat, "twice");
            assertThat(other.await("message").getString("text")).isEqualTo("twice");
            assertThat(ada.await("message").getString("text")).isEqualTo("twice");
            assertThat(bob.inbox()).isEmpty();
        }
    }

    @Test
    void aNodeThatDrainsUnderLoadLosesAndDoublesNothing() {
        int leaving = cluster.addNode(Map.of());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pairs.add(new Pair(0, 1));
        }
        // Some of these chats are owned by the node that leaves: shards are spread over all of them.
        List<List<String>> sent = new ArrayList<>();
        pairs.forEach(pair -> sent.add(new ArrayList<>()));
        Thread drain = new Thread(() -> cluster.stop(leaving), "drain");
        drain.start();
        int round = 0;
        do {
            for (int i = 0; i < pairs.size(); i++) {
                String text = "message " + round;
                pairs.get(i).sendUntilAcked(text);
                sent.get(i).add(text);
            }
            round++;
        } while (drain.isAlive() || round < 5);

        for (int i = 0; i < pairs.size(); i++) {
            assertThat(pairs.get(i).texts(2)).containsExactlyElementsOf(sent.get(i));
            pairs.get(i).close();
        }
    }

    /** Two people with a chat, each at home on a node. */
    private static final class Pair {
        private final TestUser ada;
        private final TestUser bob;
        private final int adaNode;
        private final int bobNode;
        private final String chat;
        private WebSocketTestClient sender;

        Pair(int adaNode, int bobNode) {
            this.adaNode = adaNode;
            this.bobNode = bobNode;
            ada = TestUser.signUp(cluster.http(adaNode), name("ada"));
            bob = TestUser.signUp(cluster.http(bobNode), name("bob"));
            chat = ada.openChat(cluster.http(adaNode), bob);
        }

        private static String name(String person) {
            return person + "-" + UUID.randomUUID().toString().substring(0, 12);
        }

        WebSocketTestClient connectAda() {
            return WebSocketTestClient.withToken(vertx, cluster.node(adaNode).httpPort(), ada.accessToken());
        }

        WebSocketTestClient connectBob() {
            return WebSocketTestClient.withToken(vertx, cluster.node(bobNode).httpPort(), bob.accessToken());
        }

        /** As a client should: the same clientId again until the ack comes. */
        void sendUntilAcked(String text) {
            if (sender == null) {
                sender = connectAda();
            }
            String clientId = UUID.randomUUID().toString();
            JsonObject frame = new JsonObject()
                    .put("type", "send")
                    .put("chat", chat)
                    .put("clientId", clientId)
                    .put("text", text);
            JsonObject answer;
            do {
                sender.send(frame);
                answer = sender.await(received -> clientId.equals(received.getString("clientId"))
                        && !"message".equals(received.getString("type")));
                assertThat(answer.getString("type").equals("ack") || answer.getBoolean("retryable"))
                        .as("a send that may not be repeated was refused: %s", answer)
                        .isTrue();
            } while (!answer.getString("type").equals("ack"));
        }

        List<String> texts(int node) {
            return bob.history(cluster.http(node), chat).stream()
                    .map(message -> ((JsonObject) message).getString("text"))
                    .toList();
        }

        void close() {
            if (sender != null) {
                sender.close();
            }
        }
    }
}
