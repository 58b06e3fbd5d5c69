package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.domain.NodeId;
import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.ClientSync;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.SyncingClient;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two people on three devices over two nodes: everybody sees what is unread, and who has read what. */
class UnreadIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    private final TestUser ada = user("ada");
    private final TestUser ben = user("ben");
    private final TestUser bensTablet = TestUser.signIn(cluster.http(1), ben.username());

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whatIsReadOnOneDeviceIsReadOnAllAndItsAuthorSeesThat() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient phone = connect(0, ben);
                WebSocketTestClient tablet = connect(1, bensTablet)) {
            say(fromAda, chat, 3);
            assertThat(head(1, bensTablet, chat).getLong("unread")).isEqualTo(3);
            // Own messages never count.
            assertThat(head(0, ada, chat).getLong("unread")).isZero();
            assertThat(sum(0, ben))
                    .isEqualTo(new JsonObject().put("messages", 3).put("chats", 1));

            phone.send(read(chat, 2));

            JsonObject own = tablet.await("receipts");
            assertThat(own.getLong("unread")).isEqualTo(1);
            assertThat(mark(own, ben).getLong("read")).isEqualTo(2);
            JsonObject told = fromAda.await("receipts");
            assertThat(told.containsKey("unread")).isFalse();
            assertThat(mark(told, ben).getLong("read")).isEqualTo(2);
            assertThat(mark(told, ben).getLong("readMessages")).isEqualTo(2);
            assertThat(head(1, bensTablet, chat).getLong("unread")).isEqualTo(1);
            assertThat(mark(head(0, ada, chat), ben).getLong("read")).isEqualTo(2);

            // Whoever writes has read up to there, on whatever device.
            tablet.sendAndAwaitAck(chat, "answer");
            assertThat(head(0, ben, chat).getLong("unread")).isZero();
            assertThat(sum(1, ben).getLong("messages")).isZero();
            assertThat(head(0, ada, chat).getLong("unread")).isEqualTo(1);
        }
    }

    @Test
    void withAnIdItIsAnsweredWhenItIsStored() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient phone = connect(1, ben)) {
            say(fromAda, chat, 2);
            phone.send(read(chat, 1).put("id", "r"));

            JsonObject answer = phone.await(frame -> "r".equals(frame.getString("id")));
            assertThat(answer.getString("type")).isEqualTo("receipts");
            assertThat(answer.getLong("unread")).isEqualTo(1);
            // More than there is counts as far as there is anything, and less takes nothing back.
            phone.send(read(chat, 1_000).put("id", "s"));
            assertThat(mark(phone.await(frame -> "s".equals(frame.getString("id"))), ben)
                            .getLong("read"))
                    .isEqualTo(2);
            phone.send(read(chat, 1).put("id", "t"));
            assertThat(phone.await(frame -> "t".equals(frame.getString("id"))).getLong("unread"))
                    .isZero();
        }
    }

    @Test
    void whatACursorSaysIsDelivered() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient phone = connect(1, ben)) {
            say(fromAda, chat, 2);
            phone.send(new JsonObject().put("type", "cursor").put("chat", chat).put("seq", 2));

            JsonObject told = fromAda.await("receipts");
            assertThat(mark(told, ben).getLong("delivered")).isEqualTo(2);
            assertThat(mark(told, ben).getLong("read")).isZero();
            assertThat(head(0, ben, chat).getLong("unread")).isEqualTo(2);
        }
    }

    @Test
    void aChangeIsNoMessageAndADeletedOneKeepsItsCount() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada)) {
            say(fromAda, chat, 2);
            change(
                    fromAda,
                    chat,
                    new JsonObject().put("kind", "edited").put("target", 1).put("text", "other"));
            change(fromAda, chat, new JsonObject().put("kind", "deleted").put("target", 2));
            assertThat(head(1, ben, chat).getLong("unread")).isEqualTo(2);
        }
        try (WebSocketTestClient phone = connect(1, ben)) {
            change(
                    phone,
                    chat,
                    new JsonObject()
                            .put("kind", "reacted")
                            .put("target", 1)
                            .put("emoji", "👍")
                            .put("on", true));
            assertThat(head(1, ben, chat).getLong("unread")).isEqualTo(2);
        }
    }

    @Test
    void whatIsClearedIsNotUnread() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada)) {
            say(fromAda, chat, 4);
            var unused = ben.delete(cluster.http(1), "/v1/chats/" + chat + "/messages?through=3");

            assertThat(head(1, ben, chat).getLong("unread")).isEqualTo(1);
        }
    }

    @Test
    void aChatMarkedAsUnreadIsSoEverywhereUntilItIsRead() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient tablet = connect(1, bensTablet)) {
            say(fromAda, chat, 1);
            tablet.send(read(chat, 1).put("id", "r"));
            tablet.await(frame -> "r".equals(frame.getString("id")));

            JsonObject marked = ben.post(cluster.http(0), "/v1/chats/" + chat + "/unread", new JsonObject());

            assertThat(marked.getBoolean("markedUnread")).isTrue();
            tablet.await(frame -> Boolean.TRUE.equals(frame.getBoolean("markedUnread")));
            assertThat(head(0, ben, chat).getBoolean("markedUnread")).isTrue();
            assertThat(sum(1, ben))
                    .isEqualTo(new JsonObject().put("messages", 0).put("chats", 1));
            tablet.send(read(chat, 1));
            await().untilAsserted(() ->
                    assertThat(head(0, ben, chat).containsKey("markedUnread")).isFalse());
        }
    }

    @Test
    void aNodeThatIsLostTakesNothingAlongThatWasAnswered() {
        int victim = cluster.addNode(Map.of());
        Optional<NodeId> owner = Optional.of(cluster.node(victim).id());
        TestUser author = ada;
        String chat = author.openChat(cluster.http(0), ben);
        while (!NodeSurgery.owner(cluster.node(0), chat).equals(owner)) {
            author = user("cai");
            chat = author.openChat(cluster.http(0), ben);
        }
        try (WebSocketTestClient fromAuthor = connect(0, author);
                WebSocketTestClient phone = connect(0, ben)) {
            say(fromAuthor, chat, 3);
            phone.send(read(chat, 2).put("id", "r"));
            phone.await(frame -> "r".equals(frame.getString("id")));
        }
        cluster.kill(victim);

        assertThat(settledHead(1, bensTablet, chat).getLong("unread")).isEqualTo(1);
        // That its author has read it stands in the log alone.
        assertThat(settledHead(0, author, chat).getLong("unread")).isZero();
    }

    /** As soon as the chat has an owner. */
    private static JsonObject settledHead(int node, TestUser user, String chat) {
        return await().ignoreExceptions().until(() -> head(node, user, chat), head -> true);
    }

    private static JsonObject read(String chat, long seq) {
        return new JsonObject().put("type", "read").put("chat", chat).put("seq", seq);
    }

    private static void say(WebSocketTestClient client, String chat, int messages) {
        for (int i = 0; i < messages; i++) {
            client.sendAndAwaitAck(chat, "message");
        }
    }

    private static void change(WebSocketTestClient client, String chat, JsonObject content) {
        String clientId = UUID.randomUUID().toString();
        client.send(new JsonObject()
                .put("type", "send")
                .put("chat", chat)
                .put("clientId", clientId)
                .put("content", content));
        client.await(frame -> "ack".equals(frame.getString("type")) && clientId.equals(frame.getString("clientId")));
    }

    private static JsonObject mark(JsonObject frame, TestUser user) {
        return frame.getJsonArray("marks").stream()
                .map(mark -> (JsonObject) mark)
                .filter(mark -> mark.getString("user").equals(user.id()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject head(int node, TestUser user, String chat) {
        try (SyncingClient client =
                SyncingClient.connect(vertx, cluster.node(node).httpPort(), user.accessToken(), new ClientSync())) {
            JsonObject sync = new JsonObject()
                    .put("type", "sync")
                    .put("id", "head")
                    .put("only", true)
                    .put("cursors", new JsonObject().putNull(chat));
            return client.ask(sync).stream()
                    .filter(frame -> frame.getString("type").equals("chats"))
                    .map(frame -> frame.getJsonArray("chats").getJsonObject(0))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static JsonObject sum(int node, TestUser user) {
        return user.get(cluster.http(node), "/v1/unread");
    }

    private static WebSocketTestClient connect(int node, TestUser user) {
        return WebSocketTestClient.withToken(vertx, cluster.node(node).httpPort(), user.accessToken());
    }

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }
}
