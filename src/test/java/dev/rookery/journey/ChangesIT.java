package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages are edited, deleted for everyone and reacted to, over any node. */
class ChangesIT {
    private static final String THUMB = "\uD83D\uDC4D";

    private static Vertx vertx;
    private static TestCluster cluster;

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

    private final TestUser ada = user("ada");
    private final TestUser bob = user("bob");
    private final String chat = ada.openChat(cluster.http(0), bob);

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + UUID.randomUUID().toString().substring(0, 8));
    }

    private static WebSocketTestClient connect(int node, TestUser user) {
        return WebSocketTestClient.withToken(vertx, cluster.node(node).httpPort(), user.accessToken());
    }

    private static JsonObject edited(long target, String text) {
        return new JsonObject().put("kind", "edited").put("target", target).put("text", text);
    }

    private static JsonObject deleted(long target) {
        return new JsonObject().put("kind", "deleted").put("target", target);
    }

    private static JsonObject reacted(long target, boolean on) {
        return new JsonObject()
                .put("kind", "reacted")
                .put("target", target)
                .put("emoji", THUMB)
                .put("on", on);
    }

    private JsonObject send(WebSocketTestClient client, JsonObject content) {
        return send(client, UUID.randomUUID().toString(), content);
    }

    /** As every client should, it asks again while it is told to try later. */
    private JsonObject send(WebSocketTestClient client, String clientId, JsonObject content) {
        return send(client, chat, clientId, content);
    }

    private static JsonObject send(WebSocketTestClient client, String chat, String clientId, JsonObject content) {
        while (true) {
            client.send(new JsonObject()
                    .put("type", "send")
                    .put("chat", chat)
                    .put("clientId", clientId)
                    .put("content", content));
            JsonObject answer = client.await(
                    frame -> clientId.equals(frame.getString("clientId")) && !"entry".equals(frame.getString("type")));
            if (!answer.getBoolean("retryable", false)) {
                return answer;
            }
        }
    }

    private static long acked(JsonObject answer) {
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("ack");
        return answer.getLong("seq");
    }

    private static String refused(JsonObject answer) {
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("error");
        return answer.getString("code");
    }

    private JsonObject shown(TestUser reader, int node, long seq) {
        JsonArray history = reader.history(cluster.http(node), chat);
        return history.stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getLong("seq") == seq)
                .findFirst()
                .orElseThrow();
    }

    private JsonArray synced(WebSocketTestClient client, long after) {
        client.send(new JsonObject()
                .put("type", "sync")
                .put("id", "s")
                .put("only", true)
                .put("cursors", new JsonObject().put(chat, after)));
        JsonArray entries = client.await("entries").getJsonArray("entries");
        client.await("synced");
        return entries;
    }

    @Test
    void anEditIsSeenLiveInHistoryAndBySync() {
        try (WebSocketTestClient author = connect(0, ada);
                WebSocketTestClient reader = connect(1, bob)) {
            long seq = acked(send(author, Contents.message("Helo")));
            long edit = acked(send(author, edited(seq, "Hello")));

            JsonObject live =
                    reader.await(frame -> "entry".equals(frame.getString("type")) && frame.getLong("seq") == edit);
            assertThat(live.getJsonObject("content")).isEqualTo(edited(seq, "Hello"));
            JsonObject message = shown(bob, 1, seq);
            assertThat(Contents.textOf(message)).isEqualTo("Helo");
            assertThat(message.getJsonObject("state").getJsonObject("edited").getString("text"))
                    .isEqualTo("Hello");
            assertThat(message.getJsonObject("state").getLong("asOf")).isEqualTo(edit);
            assertThat(bob.history(cluster.http(1), chat))
                    .as("changes stand in no page")
                    .hasSize(1);
            JsonArray entries = synced(reader, 0);
            assertThat(entries).hasSize(2);
            assertThat(entries.getJsonObject(0)).isEqualTo(message);
            assertThat(entries.getJsonObject(1).getJsonObject("content")).isEqualTo(edited(seq, "Hello"));
        }
    }

    @Test
    void reactionsAreCountedAndTakenBack() {
        try (WebSocketTestClient one = connect(0, ada);
                WebSocketTestClient other = connect(1, bob)) {
            long seq = acked(send(one, Contents.message("Hello")));
            acked(send(one, reacted(seq, true)));
            acked(send(other, reacted(seq, true)));
            JsonObject reaction = shown(bob, 1, seq)
                    .getJsonObject("state")
                    .getJsonArray("reactions")
                    .getJsonObject(0);
            assertThat(reaction)
                    .isEqualTo(new JsonObject()
                            .put("emoji", THUMB)
                            .put("count", 2)
                            .put("users", new JsonArray().add(ada.id()).add(bob.id()))
                            .put("mine", true));
            assertThat(refused(send(other, reacted(seq, true)))).isEqualTo("no_change");

            acked(send(one, reacted(seq, false)));
            JsonObject left = shown(ada, 0, seq)
                    .getJsonObject("state")
                    .getJsonArray("reactions")
                    .getJsonObject(0);
            assertThat(left.getInteger("count")).isEqualTo(1);
            assertThat(left.getBoolean("mine")).isFalse();
        }
    }

    @Test
    void aDeletedMessageHasNoTextAnywhere() {
        try (WebSocketTestClient author = connect(0, ada);
                WebSocketTestClient reader = connect(1, bob)) {
            long seq = acked(send(author, Contents.message("secret one")));
            long edit = acked(send(author, edited(seq, "secret two")));
            acked(send(reader, reacted(seq, true)));
            String clientId = UUID.randomUUID().toString();
            long deletion = acked(send(author, clientId, deleted(seq)));
            assertThat(acked(send(author, clientId, deleted(seq)))).isEqualTo(deletion);

            JsonObject message = shown(bob, 1, seq);
            assertThat(message.getJsonObject("content").getString("kind")).isEqualTo("removed");
            assertThat(message.getJsonObject("state").getJsonObject("deleted").getString("by"))
                    .isEqualTo(ada.id());
            assertThat(message.getJsonObject("state").containsKey("reactions")).isFalse();
            JsonArray entries = synced(reader, 0);
            assertThat(entries.encode()).doesNotContain("secret");
            assertThat(entries.stream().map(entry -> ((JsonObject) entry).getLong("seq")))
                    .contains(seq, deletion)
                    .doesNotContain(edit);
            assertThat(bob.chats(cluster.http(1)).encode()).doesNotContain("secret");
            assertThat(refused(send(author, edited(seq, "back")))).isEqualTo("target_deleted");
            assertThat(refused(send(reader, reacted(seq, false)))).isEqualTo("target_deleted");
        }
    }

    @Test
    void nobodyChangesWhatIsNotTheirs() {
        try (WebSocketTestClient author = connect(0, ada);
                WebSocketTestClient other = connect(1, bob)) {
            long seq = acked(send(author, Contents.message("Hello")));
            assertThat(refused(send(other, edited(seq, "Bye")))).isEqualTo("not_allowed");
            assertThat(refused(send(other, deleted(seq)))).isEqualTo("not_allowed");
            assertThat(refused(send(other, reacted(seq + 100, true)))).isEqualTo("target_unknown");
            long edit = acked(send(author, edited(seq, "Hi")));
            assertThat(refused(send(other, reacted(edit, true)))).isEqualTo("target_unknown");
            var unused = bob.delete(cluster.http(1), "/v1/chats/" + chat + "/messages");
            assertThat(refused(send(other, reacted(seq, true)))).isEqualTo("target_unknown");
        }
    }

    @Test
    void whatChangedStaysChangedWhenTheChatMoves() {
        TestUser eve = user("eve");
        int node = cluster.addNode(Map.of());
        String theirs = eve.openChat(cluster.http(0), ada);
        long seq;
        try (WebSocketTestClient author = connect(0, eve)) {
            seq = acked(send(author, theirs, "one", Contents.message("Helo")));
            assertThat(acked(send(author, theirs, "two", edited(seq, "Hello")))).isEqualTo(seq + 1);
        }
        cluster.stop(node);
        JsonObject message = ada.history(cluster.http(1), theirs).getJsonObject(0);
        assertThat(message.getJsonObject("state").getJsonObject("edited").getString("text"))
                .isEqualTo("Hello");
    }
}
