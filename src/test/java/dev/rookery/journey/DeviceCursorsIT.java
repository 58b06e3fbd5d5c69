package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.testkit.ClientSync;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.SyncingClient;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each device has its own cursors; they are kept by the cluster and only move forward. */
class DeviceCursorsIT {
    private static final JsonObject EVERYTHING =
            new JsonObject().put("type", "sync").put("id", "s");

    private static Vertx vertx;
    private static TestCluster cluster;

    private final TestUser ada = user("ada");
    private final TestUser bob = user("bob");
    private final String chat = ada.openChat(cluster.http(0), bob);

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
    void twoDevicesGoOnWhereEachOfThemWas() {
        TestUser tablet = TestUser.signIn(cluster.http(1), ada.username());
        send(8);
        try (SyncingClient phone = connect(0, ada);
                SyncingClient other = connect(1, tablet)) {
            phone.socket().send(cursor(3));
            other.socket().send(cursor(6));
        }
        // The cursors are stored when the connections end.
        await().untilAsserted(() -> assertThat(missed(1, ada)).containsExactly(4L, 5L, 6L, 7L, 8L));
        await().untilAsserted(() -> assertThat(missed(0, tablet)).containsExactly(7L, 8L));
    }

    @Test
    void aSessionGoesOnAtAnotherNodeAndTheEarlierConnectionIsClosed() {
        ClientSync view = new ClientSync();
        try (WebSocketTestClient earlier = WebSocketTestClient.connect(vertx, options(0, ada));
                WebSocketTestClient strange = WebSocketTestClient.connect(vertx, options(0, bob))) {
            String session = earlier.await("welcome").getString("session");
            strange.await("welcome");
            strange.send(EVERYTHING.copy().put("resume", session));
            strange.await("synced");
            send(4);
            try (SyncingClient later =
                    SyncingClient.connect(vertx, cluster.node(1).httpPort(), ada.accessToken(), view)) {
                later.ask(EVERYTHING.copy().put("resume", session));
                // It had got everything live until then, also what a stranger could not end.
                assertThat(earlier.awaitClose()).isEqualTo(4_503);
                assertThat(earlier.inbox().stream()
                                .filter(frame -> frame.getString("type").equals("entry")))
                        .hasSize(4);
                send(2);
                later.until(() -> view.reached(chat) == 6);
            }
        }
    }

    private static WebSocketConnectOptions options(int node, TestUser user) {
        return WebSocketTestClient.options(cluster.node(node).httpPort())
                .addHeader("Authorization", "Bearer " + user.accessToken());
    }

    @Test
    void aCursorThatIsNamedCountsMoreThanTheStoredOne() {
        send(5);
        move(ada, 4);
        try (SyncingClient client = connect(1, ada)) {
            JsonObject sync = EVERYTHING
                    .copy()
                    .put("cursors", new JsonObject().put(chat, 2))
                    .put("id", "n");
            assertThat(seqs(client.ask(sync))).containsExactly(3L, 4L, 5L);
        }
    }

    @Test
    void cursorsOnlyMoveForwardAndNeverAboveWhatIsCommitted() {
        send(5);
        assertThat(move(ada, 90)).isEqualTo(5);
        move(ada, 2);
        assertThat(missed(0, ada)).isEmpty();
        send(1);
        assertThat(missed(1, ada)).containsExactly(6L);
    }

    @Test
    void nobodyHasACursorInAChatOfOthers() {
        TestUser eve = user("eve");
        JsonObject moved = eve.post(cluster.http(0), "/v1/cursors", cursors(chat, 3));

        assertThat(moved.getJsonObject("cursors").isEmpty()).isTrue();
        try (SyncingClient client = connect(0, eve)) {
            client.socket().send(cursor(1));
            assertThat(client.ask(EVERYTHING.copy())).hasSize(1);
        }
    }

    @Test
    void headsTellTheStoredCursor() {
        send(2);
        move(ada, 1);
        try (SyncingClient client = connect(0, ada)) {
            JsonObject head =
                    client.ask(EVERYTHING.copy()).get(0).getJsonArray("chats").getJsonObject(0);

            assertThat(head.getLong("cursor")).isEqualTo(1);
            assertThat(head.getLong("committed")).isEqualTo(2);
        }
    }

    /** The seqs that a sync brings which names no cursor. */
    private static List<Long> missed(int node, TestUser device) {
        try (SyncingClient client = connect(node, device)) {
            return seqs(client.ask(EVERYTHING.copy()));
        }
    }

    private static List<Long> seqs(List<JsonObject> answer) {
        return answer.stream()
                .filter(frame -> frame.getString("type").equals("entries"))
                .flatMap(frame -> frame.getJsonArray("entries").stream())
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    @CanIgnoreReturnValue
    private long move(TestUser device, long seq) {
        return device.post(cluster.http(0), "/v1/cursors", cursors(chat, seq))
                .getJsonObject("cursors")
                .getLong(chat);
    }

    private static JsonObject cursors(String chat, long seq) {
        return new JsonObject().put("cursors", new JsonObject().put(chat, seq));
    }

    private JsonObject cursor(long seq) {
        return new JsonObject().put("type", "cursor").put("chat", chat).put("seq", seq);
    }

    private void send(int messages) {
        try (WebSocketTestClient sender =
                WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), bob.accessToken())) {
            for (int i = 0; i < messages; i++) {
                sender.sendAndAwaitAck(chat, "message");
            }
        }
    }

    private static SyncingClient connect(int node, TestUser user) {
        return SyncingClient.connect(vertx, cluster.node(node).httpPort(), user.accessToken(), new ClientSync());
    }

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }
}
