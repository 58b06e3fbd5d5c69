package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.testkit.Background;
import dev.rookery.testkit.ClientSync;
import dev.rookery.testkit.EventStreamClient;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.SyncingClient;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients without a WebSocket get the same frames, and come back at any node without loss. */
class EventsIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    private final TestUser ada = user("ada");
    private final TestUser bob = user("bob");
    private final String chat = ada.openChat(cluster.http(0), bob);
    private final List<String> sent = new ArrayList<>();
    private WebSocketTestClient sender;

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

    @BeforeEach
    void connectBob() {
        sender = WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), bob.accessToken());
    }

    @AfterEach
    void disconnectBob() {
        sender.close();
    }

    @Test
    void everyTransportBringsTheSame() {
        TestUser phone = TestUser.signIn(cluster.http(0), ada.username());
        TestUser old = TestUser.signIn(cluster.http(1), ada.username());
        send(5);
        ClientSync overSocket = new ClientSync();
        ClientSync overStream = new ClientSync();
        Poller poller = new Poller(old);
        try (SyncingClient socket =
                        SyncingClient.connect(vertx, cluster.node(1).httpPort(), ada.accessToken(), overSocket);
                EventStreamClient stream = EventStreamClient.open(cluster.http(1), phone.accessToken(), "")) {
            socket.sync();
            take(stream, overStream, 5);
            poller.until(1, 5);
            send(20);
            socket.until(() -> overSocket.reached(chat) == 25);
            take(stream, overStream, 25);
            poller.until(1, 25);
        }
        assertThat(overSocket.texts(chat)).containsExactlyElementsOf(sent);
        assertThat(overStream.texts(chat)).containsExactlyElementsOf(sent);
        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void pollsGoFromNodeToNodeWithoutLoss() {
        Poller poller = new Poller(ada);
        for (int round = 0; round < 10; round++) {
            send(30);
            poller.until(round % cluster.size(), sent.size());
        }
        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void eachPollMayComeToAnotherNodeAsBehindABalancer() throws Exception {
        Poller poller = new Poller(ada);
        // What comes live in the middle of a sync may be in it as well.
        poller.until(2, 0);
        CompletableFuture<Void> bobWrites = Background.start("bob", () -> send(60));
        List<Long> brought = new ArrayList<>();
        int polls = 0;
        while (!poller.view.knows(chat) || poller.view.reached(chat) < 60) {
            poller.take(poller.poll(polls++ % 3), brought);
        }
        Patience.await(bobWrites);

        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
        assertThat(brought)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
        assertThat(poller.sessions).hasSize(1);
    }

    @Test
    void aPollWithNothingNewWaitsAtAnyNode() {
        Poller poller = new Poller(ada);
        poller.until(0, 0);
        send(3);
        poller.untilQuiet(0, 3);
        for (int node = 0; node < 3; node++) {
            long began = System.nanoTime();
            assertThat(poller.poll(node, "1").getJsonArray("events")).isEmpty();
            assertThat(System.nanoTime() - began).isGreaterThan(900_000_000);
        }
        // A message that comes while a poll waits at another node than its session has.
        CompletableFuture<JsonObject> waiting = Background.start("poll", () -> poller.poll(1, "30"));
        send(1);
        assertThat(Patience.await(waiting).getJsonArray("events")).hasSize(1);
        assertThat(poller.sessions).hasSize(1);
    }

    @Test
    void theFirstAnswerOfASessionCarriesItsSync() {
        send(3);
        Poller poller = new Poller(ada);
        poller.poll(2, "0").getJsonArray("events").forEach(event -> poller.view.accept((JsonObject) event));
        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void anAnswerThatWasLostIsGivenAgain() {
        send(3);
        Poller poller = new Poller(ada);
        poller.until(0, 3);
        send(4);
        String before = poller.after;
        JsonObject lost = poller.poll(0);
        poller.after = before;
        JsonObject again = poller.poll(0);
        assertThat(again.getJsonArray("events")).containsAll(lost.getJsonArray("events"));
        poller.after = before;
        poller.until(1, 7);
        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void aStreamGoesOnAtAnotherNodeWhereItEnded() {
        ClientSync view = new ClientSync();
        String place = "";
        for (int round = 0; round < 4; round++) {
            send(30);
            try (EventStreamClient stream =
                    EventStreamClient.open(cluster.http(round % cluster.size()), ada.accessToken(), place)) {
                take(stream, view, sent.size());
                send(3);
                take(stream, view, sent.size());
                place = stream.lastEventId();
            }
        }
        assertThat(view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void aStreamThatGoesOnAtAnotherNodeEndsWhereItWasAndRepeatsNothing() {
        try (EventStreamClient earlier = EventStreamClient.open(cluster.http(0), ada.accessToken(), "")) {
            ClientSync view = new ClientSync();
            send(5);
            take(earlier, view, 5);
            // Each message says that those before it are durable, and so does the place it led to.
            try (EventStreamClient later =
                    EventStreamClient.open(cluster.http(1), ada.accessToken(), earlier.lastEventId())) {
                List<Long> brought = new ArrayList<>();
                takeUntil(later, view, brought, frame -> frame.getString("type").equals("synced"));
                JsonObject end = earlier.next();
                assertThat(end.getString("event")).isEqualTo("close");
                assertThat(end.getInteger("code")).isEqualTo(4_503);
                send(5);
                takeUntil(later, view, brought, frame -> view.reached(chat) == 10);

                assertThat(view.texts(chat)).containsExactlyElementsOf(sent);
                brought.remove(5L);
                assertThat(brought).containsExactly(6L, 7L, 8L, 9L, 10L);
            }
        }
    }

    @Test
    void aPollThatWaitsEndsWhenItsSessionGoesOnAtAnotherNodeAsAStream() throws Exception {
        Poller poller = new Poller(ada);
        poller.until(0, 0);
        send(5);
        poller.untilQuiet(0, 5);
        String place = poller.after;
        CompletableFuture<JsonObject> waiting = Background.start("poll", () -> poller.poll(0, "30"));
        List<Long> brought = new ArrayList<>();
        try (EventStreamClient stream = EventStreamClient.open(cluster.http(1), ada.accessToken(), place)) {
            takeUntil(stream, poller.view, brought, frame -> frame.getString("type")
                    .equals("synced"));

            assertThat(Patience.await(waiting).getJsonArray("events")).isEmpty();
            send(5);
            takeUntil(stream, poller.view, brought, frame -> poller.view.reached(chat) == 10);
            place = stream.lastEventId();
        }
        brought.remove(5L);
        assertThat(brought).containsExactly(6L, 7L, 8L, 9L, 10L);
        // And back again.
        send(2);
        poller.after = place;
        poller.until(0, 12);
        assertThat(poller.view.texts(chat)).containsExactlyElementsOf(sent);
    }

    @Test
    void aShortPollIsALongPollThatDoesNotWait() {
        Poller poller = new Poller(ada);
        poller.until(0, 0);
        // What the beginning of the session brings comes first.
        boolean something = true;
        while (something) {
            something = !poller.poll(0, "0").getJsonArray("events").isEmpty();
        }
        long began = System.nanoTime();
        assertThat(poller.poll(0, "0").getJsonArray("events")).isEmpty();
        Notes.note("a poll without events took %d ms", (System.nanoTime() - began) / 1_000_000);
        CompletableFuture<Void> bobWrites = Background.start("bob", () -> send(1));
        assertThat(poller.poll(0, "20").getJsonArray("events")).isNotEmpty();
        Patience.await(bobWrites);
    }

    @Test
    void signingOutEndsTheStreamAndTheNextRequestIsRefused() {
        TestUser phone = TestUser.signIn(cluster.http(0), ada.username());
        try (EventStreamClient stream = EventStreamClient.open(cluster.http(1), phone.accessToken(), "")) {
            assertThat(stream.next().getString("type")).isEqualTo("welcome");
            phone.postForNothing(cluster.http(0), "/v1/signout");
            JsonObject event = stream.next();
            while (!event.containsKey("event")) {
                event = stream.next();
            }
            assertThat(event.getString("event")).isEqualTo("close");
            assertThat(event.getInteger("code")).isEqualTo(4_500);
        }
        assertThat(EventStreamClient.poll(cluster.http(1), phone.accessToken(), null, "0")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void nonsenseIsRefusedWithAReason() {
        refused(EventStreamClient.poll(cluster.http(0), "", null, "0"), 401, "unauthenticated");
        refused(EventStreamClient.poll(cluster.http(0), ada.accessToken(), null, "31"), 400, "invalid_request");
        refused(EventStreamClient.poll(cluster.http(0), ada.accessToken(), null, "x"), 400, "invalid_request");
        refused(EventStreamClient.poll(cluster.http(0), ada.accessToken(), "AAAA", "0"), 400, "invalid_request");
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    /** A client that polls, each time with the place it was given. */
    private final class Poller {
        private final TestUser device;
        private final ClientSync view = new ClientSync();
        private final Set<String> sessions = new HashSet<>();
        private String after;

        Poller(TestUser device) {
            this.device = device;
        }

        void until(int node, int messages) {
            until(node, chat, messages);
        }

        /** Until everything was said, that the chat fell quiet too, so that only something new could be answered. */
        void untilQuiet(int node, long seq) {
            boolean quiet = false;
            while (!quiet) {
                JsonObject answer = poll(node);
                take(answer, new ArrayList<>());
                quiet = answer.getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(event -> event.getString("type").equals("committed") && event.getLong("seq") == seq);
            }
        }

        void until(int node, String from, int messages) {
            while (!view.knows(from) || view.reached(from) < messages) {
                poll(node).getJsonArray("events").forEach(event -> view.accept((JsonObject) event));
            }
        }

        void take(JsonObject answer, List<Long> brought) {
            answer.getJsonArray("events").forEach(event -> {
                view.accept((JsonObject) event);
                noteBrought((JsonObject) event, brought);
            });
        }

        @CanIgnoreReturnValue
        JsonObject poll(int node) {
            return poll(node, "20");
        }

        @CanIgnoreReturnValue
        JsonObject poll(int node, String wait) {
            HttpResponse<String> answer = EventStreamClient.poll(cluster.http(node), device.accessToken(), after, wait);
            assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
            JsonObject body = new JsonObject(answer.body());
            after = body.getString("next");
            body.getJsonArray("events").stream()
                    .map(event -> ((JsonObject) event).getString("session"))
                    .filter(Objects::nonNull)
                    .forEach(sessions::add);
            return body;
        }
    }

    /** What a client holds provisionally it forgets when the chat has another owner; over a stream it can't ask for it. */
    @Test
    void aChatThatMovesBetweenTwoMessagesLeavesNoGap() {
        int leaving = cluster.addNode(Map.of());
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, leaving, 1);
        Conversation talk = talks.get(talks.size() - 1);
        ClientSync view = new ClientSync();
        Poller poller = new Poller(TestUser.signIn(cluster.http(0), talk.bob.username()));
        try (EventStreamClient stream = EventStreamClient.open(cluster.http(1), talk.bob.accessToken(), "")) {
            takeUntil(stream, view, new ArrayList<>(), frame -> frame.getString("type")
                    .equals("synced"));
            poller.until(0, talk.chat, 0);
            talk.sendUntilAcked("before");
            take(stream, view, talk.chat, 1);
            poller.until(0, talk.chat, 1);
            cluster.stop(leaving);
            talk.sendUntilAcked("after");
            take(stream, view, talk.chat, 2);
            poller.until(0, talk.chat, 2);
        } finally {
            talks.forEach(Conversation::close);
        }
        assertThat(view.texts(talk.chat)).containsExactly("before", "after");
        assertThat(poller.view.texts(talk.chat)).containsExactly("before", "after");
    }

    private void take(EventStreamClient stream, ClientSync view, int messages) {
        take(stream, view, chat, messages);
    }

    private static void take(EventStreamClient stream, ClientSync view, String from, int messages) {
        while (!view.knows(from) || view.reached(from) < messages) {
            view.accept(stream.next());
        }
    }

    /** Takes events in up to the wanted one, and notes the seqs of all messages that they brought. */
    private void takeUntil(
            EventStreamClient stream, ClientSync view, List<Long> brought, Predicate<JsonObject> wanted) {
        JsonObject frame;
        do {
            frame = stream.next();
            view.accept(frame);
            noteBrought(frame, brought);
        } while (!wanted.test(frame));
    }

    private static void noteBrought(JsonObject frame, List<Long> brought) {
        if (frame.getString("type").equals("entry")) {
            brought.add(frame.getLong("seq"));
        }
        frame.getJsonArray("entries", new JsonArray())
                .forEach(message -> brought.add(((JsonObject) message).getLong("seq")));
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            String text = "message " + (sent.size() + 1);
            sender.sendAndAwaitAck(chat, text);
            sent.add(text);
        }
    }

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }
}
