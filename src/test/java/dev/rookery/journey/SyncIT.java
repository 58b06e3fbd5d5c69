package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.ClientSync;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.SyncingClient;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One frame brings everything that was missed, over any node, and leaves no hole to what comes live. */
class SyncIT {
    private static final int ROUNDS = 30;
    private static final long SEED = 20_261_122;

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

    @Test
    void whatWasMissedArrivesByOneFrameOverAnyNode() {
        TestUser ada = user("ada");
        List<TestUser> friends = List.of(user("bob"), user("eve"), user("kim"));
        List<String> chats = friends.stream()
                .map(friend -> friend.openChat(cluster.http(0), ada))
                .toList();
        ClientSync view = new ClientSync();
        try (SyncingClient client = connect(0, ada, view)) {
            client.sync();
            assertThat(view.chats()).isEqualTo(3);
        }
        for (int i = 0; i < friends.size(); i++) {
            send(1, friends.get(i), chats.get(i), 10 * i);
        }

        try (SyncingClient client = connect(1, ada, view)) {
            List<JsonObject> answer = client.sync();

            for (int i = 0; i < chats.size(); i++) {
                assertThat(view.texts(chats.get(i))).containsExactlyElementsOf(texts(10 * i));
                assertThat(view.cursor(chats.get(i))).isEqualTo(10L * i);
            }
            JsonObject synced = answer.get(answer.size() - 1);
            assertThat(synced.getInteger("chats")).isEqualTo(3);
            assertThat(synced.getJsonArray("gone")).isEmpty();
            assertThat(synced.getJsonArray("again")).isEmpty();
            // Nothing is sent twice, not even heads.
            assertThat(client.sync())
                    .extracting(frame -> frame.getString("type"))
                    .containsExactly("synced");
        }
    }

    @Test
    void messagesThatAreSentDuringASyncLeaveNoHole() throws Exception {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        String chat = ada.openChat(cluster.http(0), bob);
        Random random = new Random(SEED);
        ClientSync view = new ClientSync();
        int sent = 0;
        int live = 0;
        try (WebSocketTestClient sender =
                WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), bob.accessToken())) {
            for (int round = 0; round < ROUNDS; round++) {
                int before = random.nextInt(6);
                for (int i = 0; i < before; i++) {
                    sender.sendMessage(chat, "message " + ++sent);
                }
                int node = random.nextInt(2);
                try (SyncingClient client = connect(node, ada, view)) {
                    // Without waiting for anything: some of these get their seq before the sync, some after, some are
                    // being stored while it is answered.
                    client.socket().send(view.sync("s"));
                    int after = 1 + random.nextInt(6);
                    for (int i = 0; i < after; i++) {
                        sender.sendMessage(chat, "message " + ++sent);
                    }
                    for (int i = 0; i < before + after; i++) {
                        sender.await("ack");
                    }
                    int last = sent;
                    long cursor = view.cursor(chat);
                    client.until(() -> view.reached(chat) == last);
                    live += last - cursor > after ? 1 : 0;
                    assertThat(view.hasGap(chat)).isFalse();
                }
            }
        }
        Notes.note("%d rounds, %d messages, %d rounds with a backlog", ROUNDS, sent, live);
        assertThat(view.texts(chat)).containsExactlyElementsOf(texts(sent));
    }

    @Test
    void theNewestMessageOfAQuietChatBecomesFinalForItsReceivers() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        String chat = ada.openChat(cluster.http(0), bob);
        ClientSync view = new ClientSync();
        try (SyncingClient client = connect(1, ada, view)) {
            client.sync();
            send(0, bob, chat, 3);
            client.until(() -> view.reached(chat) == 3);
            client.until(() -> view.cursor(chat) == 3);
            // So a reconnect brings nothing again.
            assertThat(client.sync())
                    .extracting(frame -> frame.getString("type"))
                    .containsExactly("synced");
        }
        assertThat(view.texts(chat)).containsExactlyElementsOf(texts(3));
    }

    @Test
    void clearingReachesOtherDevicesLiveAndByTheirNextSync() {
        TestUser ada = user("ada");
        TestUser phone = TestUser.signIn(cluster.http(1), ada.username());
        TestUser bob = user("bob");
        String chat = ada.openChat(cluster.http(0), bob);
        send(0, bob, chat, 5);
        ClientSync view = new ClientSync();
        try (SyncingClient client = connect(1, phone, view);
                WebSocketTestClient other =
                        WebSocketTestClient.withToken(vertx, cluster.node(1).httpPort(), bob.accessToken())) {
            client.sync();
            var unused = ada.delete(cluster.http(0), "/v1/chats/" + chat + "/messages?through=3");
            client.until(() -> view.texts(chat).size() == 2);
            assertThat(view.texts(chat)).containsExactly("message 4", "message 5");
            JsonObject head = client.sync().get(0).getJsonArray("chats").getJsonObject(0);
            assertThat(head.getLong("cleared")).isEqualTo(3);
            assertThat(other.inbox()).noneMatch(frame -> frame.getString("type").equals("cleared"));
        }
    }

    @Test
    void aSyncDescribesWhoComesUpAndBringsTheNewestOfOneChat() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        TestUser eve = user("eve");
        String chat = bob.openGroup(cluster.http(0), "three", List.of(ada, eve));
        String another = ada.openChat(cluster.http(1), eve);
        send(0, bob, chat, 30);
        ClientSync view = new ClientSync();
        try (SyncingClient client = connect(1, ada, view)) {
            List<JsonObject> answer =
                    client.ask(view.sync("s").put("people", true).put("recent", 0));
            List<String> names = answer.stream()
                    .filter(frame -> frame.getString("type").equals("people"))
                    .flatMap(frame -> frame.getJsonArray("people").stream())
                    .map(person -> ((JsonObject) person).getString("username"))
                    .toList();
            assertThat(answer.get(0).getString("type")).isEqualTo("people");
            assertThat(names).containsExactlyInAnyOrder(ada.username(), bob.username(), eve.username());

            JsonObject newest = new JsonObject()
                    .put("type", "sync")
                    .put("id", "n")
                    .put("only", true)
                    .put("recent", 4)
                    .put("cursors", new JsonObject().putNull(chat));
            List<JsonObject> recent = client.ask(newest);
            assertThat(recent)
                    .extracting(frame -> frame.getString("type"))
                    .containsExactly("chats", "entries", "synced");
            assertThat(recent.get(1).getLong("after")).isEqualTo(26);
            assertThat(recent.get(1).getJsonArray("entries")).hasSize(4);
            assertThat(view.knows(another)).isTrue();
        }
    }

    @Test
    void aGapIsFilledByASyncOfThatChatAlone() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        TestUser eve = user("eve");
        String chat = ada.openChat(cluster.http(0), bob);
        String other = ada.openChat(cluster.http(0), eve);
        send(0, bob, chat, 7);
        ClientSync view = new ClientSync();
        // As if frames 1 to 6 had been lost on their way.
        view.accept(new JsonObject().put("type", "chatOpened").put("chat", chat));
        view.accept(message(chat, 7));
        assertThat(view.hasGap(chat)).isTrue();

        try (SyncingClient client = connect(1, ada, view)) {
            List<JsonObject> answer = client.backfill(chat);

            assertThat(view.texts(chat)).containsExactlyElementsOf(texts(7));
            assertThat(view.hasGap(chat)).isFalse();
            assertThat(view.knows(other)).as("a chat that was not asked for").isFalse();
            assertThat(answer)
                    .extracting(frame -> frame.getString("type"))
                    .containsExactly("chats", "entries", "synced");
        }
    }

    @Test
    void aCursorAboveTheHeadIsCorrected() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        String chat = ada.openChat(cluster.http(0), bob);
        send(0, bob, chat, 3);
        try (SyncingClient client = connect(0, ada, new ClientSync())) {
            JsonObject ahead =
                    new JsonObject().put("type", "sync").put("id", "a").put("cursors", new JsonObject().put(chat, 90));

            JsonObject entries = client.ask(ahead).get(1);

            assertThat(entries.getString("type")).isEqualTo("entries");
            assertThat(entries.getLong("after")).isEqualTo(3);
            assertThat(entries.getLong("upTo")).isEqualTo(3);
            assertThat(entries.getLong("committed")).isEqualTo(3);
            assertThat(entries.getJsonArray("entries")).isEmpty();
        }
    }

    @Test
    void chatsOfOthersAreGoneAndUnknownOnesToo() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        TestUser eve = user("eve");
        String foreign = bob.openChat(cluster.http(0), eve);
        String unknown = UUID.randomUUID().toString();
        send(0, bob, foreign, 1);
        try (SyncingClient client = connect(1, ada, new ClientSync())) {
            for (boolean only : new boolean[] {true, false}) {
                JsonObject sync = new JsonObject()
                        .put("type", "sync")
                        .put("id", "only-" + only)
                        .put("only", only)
                        .put("cursors", new JsonObject().put(foreign, 0).put(unknown, 4));

                List<JsonObject> answer = client.ask(sync);

                assertThat(answer).hasSize(1);
                assertThat(answer.get(0).getJsonArray("gone")).containsExactlyInAnyOrder(foreign, unknown);
            }
        }
    }

    @Test
    void largeTextsComeInFramesOfBoundedSize() {
        TestUser ada = user("ada");
        TestUser bob = user("bob");
        String chat = ada.openChat(cluster.http(0), bob);
        String large = "\uD83E\uDD85".repeat(50_000);
        try (WebSocketTestClient sender =
                WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), bob.accessToken())) {
            IntStream.range(0, 12).forEach(i -> sender.sendAndAwaitAck(chat, large));
        }
        try (SyncingClient client = connect(1, ada, new ClientSync())) {
            List<JsonObject> answer = client.sync();

            List<JsonObject> entries = answer.stream()
                    .filter(frame -> frame.getString("type").equals("entries"))
                    .toList();
            assertThat(entries).hasSizeGreaterThan(4);
            assertThat(entries).allMatch(frame -> frame.encode().length() < 600_000);
            assertThat(client.view().texts(chat)).hasSize(12).allMatch(large::equals);
        }
    }

    private static JsonObject message(String chat, long seq) {
        return new JsonObject()
                .put("type", "entry")
                .put("chat", chat)
                .put("seq", seq)
                .put("committed", seq)
                .put("epoch", 1)
                .put("content", Contents.message("message " + seq));
    }

    private static void send(int node, TestUser from, String chat, int messages) {
        try (WebSocketTestClient sender =
                WebSocketTestClient.withToken(vertx, cluster.node(node).httpPort(), from.accessToken())) {
            texts(messages).forEach(text -> sender.sendAndAwaitAck(chat, text));
        }
    }

    private static List<String> texts(int messages) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= messages; i++) {
            texts.add("message " + i);
        }
        return texts;
    }

    private static SyncingClient connect(int node, TestUser user, ClientSync view) {
        return SyncingClient.connect(vertx, cluster.node(node).httpPort(), user.accessToken(), view);
    }

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }
}
