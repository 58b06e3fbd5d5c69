package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.NodeId;
import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Two people with a chat, each at home on a node. Ada sends as a client should: the same again until the ack comes. */
final class Conversation implements AutoCloseable {
    private static final Duration PATIENCE = Patience.LIMIT;

    final TestUser ada;
    final TestUser bob;
    final String chat;
    private final Vertx vertx;
    private final TestCluster cluster;
    private final int adaNode;
    private final int bobNode;
    private final Map<String, Sent> pending = new LinkedHashMap<>();
    private final List<String> acked = new ArrayList<>();
    private WebSocketTestClient sender;
    private int refusals;

    private record Sent(JsonObject frame, long nanos) {}

    Conversation(Vertx vertx, TestCluster cluster, int adaNode, int bobNode) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.adaNode = adaNode;
        this.bobNode = bobNode;
        ada = TestUser.signUp(cluster.http(adaNode), name("ada"));
        bob = TestUser.signUp(cluster.http(bobNode), name("bob"));
        chat = ada.openChat(cluster.http(adaNode), bob);
    }

    /** Conversations between the first nodes, some of them in chats that the given node owns. */
    static List<Conversation> someOwnedBy(Vertx vertx, TestCluster cluster, int owner, int some) {
        NodeId wanted = cluster.node(owner).id();
        List<Conversation> all = new ArrayList<>();
        while (all.stream()
                        .filter(talk -> NodeSurgery.owner(cluster.node(0), talk.chat)
                                .filter(wanted::equals)
                                .isPresent())
                        .count()
                < some) {
            all.add(new Conversation(vertx, cluster, 0, 1));
        }
        return all;
    }

    static String name(String person) {
        return person + "-" + UUID.randomUUID().toString().substring(0, 12);
    }

    WebSocketTestClient connectAda() {
        return WebSocketTestClient.withToken(vertx, cluster.node(adaNode).httpPort(), ada.accessToken());
    }

    WebSocketTestClient connectBob() {
        return WebSocketTestClient.withToken(vertx, cluster.node(bobNode).httpPort(), bob.accessToken());
    }

    /** Sends and does not wait. */
    void begin(String text) {
        if (sender == null) {
            sender = connectAda();
        }
        String clientId = UUID.randomUUID().toString();
        JsonObject frame = new JsonObject()
                .put("type", "send")
                .put("chat", chat)
                .put("clientId", clientId)
                .put("content", Contents.message(text));
        pending.put(clientId, new Sent(frame, System.nanoTime()));
        sender.send(frame);
    }

    /** Waits until everything that was begun is acknowledged; returns what took longest, in ms. */
    @CanIgnoreReturnValue
    long finish() {
        long longest = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pending.isEmpty()) {
            assertThat(System.nanoTime())
                    .as("time to acknowledge %s", pending.values())
                    .isLessThan(deadline);
            longest = Math.max(longest, finishOne());
        }
        return longest;
    }

    private long finishOne() {
        JsonObject answer = sender.await(
                frame -> !"entry".equals(frame.getString("type")) && pending.containsKey(frame.getString("clientId")),
                PATIENCE);
        Sent sent = pending.get(answer.getString("clientId"));
        if (!answer.getString("type").equals("ack")) {
            assertThat(answer.getBoolean("retryable"))
                    .as("a send that may not be repeated was refused: %s", answer)
                    .isTrue();
            refusals++;
            sender.send(sent.frame());
            return 0;
        }
        pending.remove(answer.getString("clientId"));
        acked.add(Contents.textOf(sent.frame()));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent.nanos());
    }

    @CanIgnoreReturnValue
    long sendUntilAcked(String text) {
        begin(text);
        return finish();
    }

    /** Everything that was acknowledged stands in the log once, and nothing else; read over the given node. */
    void assertLogIsWhatWasAcked(int node) {
        assertThat(texts(node)).containsExactlyInAnyOrderElementsOf(acked);
    }

    List<String> texts(int node) {
        return bob.history(cluster.http(node), chat).stream()
                .map(message -> Contents.textOf((JsonObject) message))
                .toList();
    }

    /** How many answers were refusals that asked to try again. */
    int refusals() {
        return refusals;
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
