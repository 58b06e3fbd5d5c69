package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.domain.NodeId;
import dev.rookery.node.NodeSurgery;
import dev.rookery.ownership.WantedOwner;
import dev.rookery.testkit.Background;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void messagesCrossNodesInBothDirectionsAndCanBeReadFromTheThird() {
        Conversation pair = new Conversation(vertx, cluster, 0, 1);
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob()) {
            JsonObject first = ada.sendAndAwaitAck(pair.chat, "hello Bob");
            JsonObject second = bob.sendAndAwaitAck(pair.chat, "hello Ada");

            JsonObject toBob = bob.await("entry");
            JsonObject toAda = ada.await("entry");
            assertThat(Contents.textOf(toBob)).isEqualTo("hello Bob");
            assertThat(toBob.getLong("seq")).isEqualTo(first.getLong("seq")).isEqualTo(1);
            assertThat(Contents.textOf(toAda)).isEqualTo("hello Ada");
            assertThat(toAda.getLong("seq")).isEqualTo(second.getLong("seq")).isEqualTo(2);
            assertThat(pair.texts(2)).containsExactly("hello Bob", "hello Ada");
        }
    }

    @Test
    void aTextOf100000EmojiCrossesNodesUnchanged() {
        Conversation pair = new Conversation(vertx, cluster, 1, 2);
        String text = "\uD83E\uDD85".repeat(100_000);
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob()) {
            assertThat(ada.sendAndAwaitAck(pair.chat, text).getLong("seq")).isEqualTo(1);
            assertThat(Contents.textOf(bob.await("entry"))).isEqualTo(text);
            assertThat(pair.texts(0)).containsExactly(text);
        }
    }

    @Test
    void everyDeviceOfBothPeopleSeesTheMessageOnce() {
        Conversation pair = new Conversation(vertx, cluster, 0, 1);
        TestUser adaElsewhere = TestUser.signIn(cluster.http(2), pair.ada.username());
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob();
                WebSocketTestClient other =
                        WebSocketTestClient.withToken(vertx, cluster.node(2).httpPort(), adaElsewhere.accessToken())) {
            String sent = ada.sendAndAwaitAck(pair.chat, "once").getString("clientId");

            assertThat(other.await("entry").getString("clientId")).isEqualTo(sent);
            assertThat(bob.await("entry").getString("clientId")).isEqualTo(sent);
            // What follows on the same sockets shows that nothing came twice, and nothing to the sender itself.
            bob.sendAndAwaitAck(pair.chat, "twice");
            assertThat(Contents.textOf(other.await("entry"))).isEqualTo("twice");
            assertThat(Contents.textOf(ada.await("entry"))).isEqualTo("twice");
            assertThat(bob.inbox()).isEmpty();
        }
    }

    @Test
    void aNodeThatDrainsUnderLoadLosesAndDoublesNothingAndNoSendFails() {
        int leaving = cluster.addNode(Map.of());
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, leaving, 3);
        CompletableFuture<Void> drain = Background.start("drain", () -> cluster.stop(leaving));
        long longest = 0;
        int round = 0;
        do {
            String text = "message " + round++;
            talks.forEach(talk -> talk.begin(text));
            longest = Math.max(
                    longest,
                    talks.stream().mapToLong(Conversation::finish).max().orElseThrow());
        } while ((!drain.isDone() || round < 5) && round < 180);

        Patience.await(drain);
        Notes.note("drain: longest pause of a send %d ms in %d rounds", longest, round);
        for (Conversation talk : talks) {
            assertThat(talk.refusals()).isZero();
            talk.assertLogIsWhatWasAcked(2);
            assertThat(talk.texts(1)).isSortedAccordingTo(Comparator.comparingInt(ThreeNodesIT::number));
            talk.close();
        }
    }

    @Test
    void shardsSpreadEvenlyAndOnlyThoseOfANodeThatComesOrGoesMove() {
        List<String> chats =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(1_000).toList();
        Map<String, NodeId> before = awaitOwners(chats, 0, 1, 2);

        int added = cluster.addNode(Map.of());
        NodeId newcomer = cluster.node(added).id();
        Map<String, NodeId> after = awaitOwners(chats, 0, 1, 2, added);

        assertThat(shards(0) + shards(1) + shards(2) + shards(added)).isEqualTo(256);
        assertThat(List.of(shards(0), shards(1), shards(2), shards(added))).allMatch(shards -> shards > 30);
        after.forEach((chat, owner) -> assertThat(owner).isIn(before.get(chat), newcomer));

        cluster.stop(added);
        assertThat(awaitOwners(chats, 0, 1, 2)).isEqualTo(before);
    }

    /** Waits until every chat is with the node that should have it, and says which. */
    private static Map<String, NodeId> awaitOwners(List<String> chats, int... nodes) {
        List<NodeId> ids =
                IntStream.of(nodes).mapToObj(node -> cluster.node(node).id()).toList();
        Map<String, NodeId> wanted = new HashMap<>();
        chats.forEach(chat -> wanted.put(chat, WantedOwner.of(chat, ids)));
        await().untilAsserted(
                        () -> assertThat(chats).allSatisfy(chat -> assertThat(NodeSurgery.owner(cluster.node(0), chat))
                                .contains(wanted.get(chat))));
        return wanted;
    }

    private static double shards(int node) {
        return NodeSurgery.metric(cluster.node(node), "rookery.ownership.shards");
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring("message ".length()));
    }
}
