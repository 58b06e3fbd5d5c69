package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Keepers;
import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is seen by whom, and when, on three nodes. */
class PresenceIT {
    private static final int LINGER_SECONDS = 8;
    private static Vertx vertx;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(
                3, Map.of("ROOKERY_PRESENCE_OFFLINE_AFTER", LINGER_SECONDS + "s", "ROOKERY_PRESENCE_UPDATES", "100ms"));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void peopleOnTwoNodesSeeEachOtherComeStepAwayAndLeave() {
        Conversation pair = new Conversation(vertx, cluster, 0, 1);
        try (WebSocketTestClient ada = pair.connectAda()) {
            watch(ada, pair.bob);
            JsonObject before = awaitCertain(ada, pair.bob);
            assertThat(before.getString("state")).isEqualTo("offline");
            assertThat(before.containsKey("lastSeen")).isFalse();

            Instant came = Instant.now();
            WebSocketTestClient bob = pair.connectBob();
            awaitState(ada, pair.bob, "online");
            watch(bob, pair.ada);
            awaitState(bob, pair.ada, "online");
            bob.send(new JsonObject().put("type", "active").put("away", true));
            awaitState(ada, pair.bob, "away");
            bob.send(new JsonObject().put("type", "active"));
            awaitState(ada, pair.bob, "online");

            bob.close();
            JsonObject left = awaitState(ada, pair.bob, "offline");
            assertThat(Instant.parse(left.getString("lastSeen"))).isBetween(came, Instant.now());

            // Nobody keeps it in memory any more once nobody watches: then it is what was stored.
            ada.send(new JsonObject().put("type", "watch").put("users", new JsonArray()));
            await().untilAsserted(() -> assertThat(NodeMetrics.sum(cluster, "rookery_presence_unsaved", ""))
                    .isZero());
            watch(ada, pair.bob);
            JsonObject stored = awaitState(ada, pair.bob, "offline");
            assertThat(stored.getString("lastSeen")).isEqualTo(left.getString("lastSeen"));
        }
    }

    /** What is not told is shown by what is told after it: that somebody else left, later. */
    @Test
    void whoComesBackInTimeIsNotSeenToLeave() {
        Conversation pair = new Conversation(vertx, cluster, 0, 1);
        Conversation other = new Conversation(vertx, cluster, 0, 1);
        String group = pair.ada.openGroup(cluster.http(0), "crowd", List.of(pair.bob, other.bob));
        assertThat(group).isNotEmpty();
        try (WebSocketTestClient ada = pair.connectAda()) {
            watch(ada, pair.bob, other.bob);
            assertThat(first(ada, pair.bob).getString("state")).isEqualTo("offline");
            WebSocketTestClient bob = pair.connectBob();
            awaitState(ada, pair.bob, "online");
            long left = System.nanoTime();
            bob.close();
            WebSocketTestClient back =
                    WebSocketTestClient.withToken(vertx, cluster.node(2).httpPort(), pair.bob.accessToken());
            // On a machine that took so long that the linger may be over, being seen to leave would be right.
            boolean inTime = System.nanoTime() - left < TimeUnit.SECONDS.toNanos(LINGER_SECONDS) / 2;
            WebSocketTestClient carol = other.connectBob();
            awaitState(ada, other.bob, "online");
            carol.close();
            boolean seen = false;
            for (boolean over = false; !over; ) {
                JsonObject frame = ada.await("presence");
                seen |= states(frame).anyMatch(any -> is(any, pair.bob, "offline"));
                over = states(frame).anyMatch(any -> is(any, other.bob, "offline"));
            }
            assertThat(seen && inTime).isFalse();
            back.close();
        }
    }

    @Test
    void strangersSeeNothing() {
        Conversation pair = new Conversation(vertx, cluster, 0, 1);
        TestUser stranger = TestUser.signUp(cluster.http(2), Conversation.name("mallory"));
        try (WebSocketTestClient bob = pair.connectBob();
                WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient mallory =
                        WebSocketTestClient.withToken(vertx, cluster.node(2).httpPort(), stranger.accessToken())) {
            watch(ada, pair.bob);
            awaitState(ada, pair.bob, "online");
            watch(mallory, pair.bob);
            assertThat(first(mallory, pair.bob))
                    .isEqualTo(new JsonObject().put("user", pair.bob.id()).put("state", "offline"));
            // From now on they share a chat, and the next list is looked at anew.
            assertThat(stranger.openChat(cluster.http(2), pair.bob)).isNotEmpty();
            watch(mallory, pair.bob);
            awaitState(mallory, pair.bob, "online");
            assertThat(bob.inbox()).noneMatch(frame -> frame.getString("type").equals("presence"));
        }
    }

    @Test
    void moreThan500PeopleAreRefused() {
        TestUser ada = TestUser.signUp(cluster.http(0), Conversation.name("ada"));
        try (WebSocketTestClient client =
                WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), ada.accessToken())) {
            client.send(new JsonObject()
                    .put("type", "watch")
                    .put("id", "9")
                    .put(
                            "users",
                            new JsonArray(IntStream.range(0, 501)
                                    .mapToObj(i -> UUID.randomUUID().toString())
                                    .toList())));
            JsonObject refused = client.await("error");
            assertThat(refused.getString("id")).isEqualTo("9");
            assertThat(refused.getString("code")).isEqualTo("invalid_request");
            assertThat(refused.getString("message")).contains("500");
        }
    }

    @Test
    void theDeathOfTheNodeThatKeepsSomebodyIsNotSeen() {
        int doomed = cluster.addNode(Map.of());
        Conversation pair = Stream.generate(() -> new Conversation(vertx, cluster, 0, 1))
                .filter(talk ->
                        keeper(talk.bob, doomed).equals(cluster.node(doomed).id()))
                .findFirst()
                .orElseThrow();
        try (WebSocketTestClient ada = pair.connectAda();
                WebSocketTestClient bob = pair.connectBob()) {
            watch(ada, pair.bob);
            awaitState(ada, pair.bob, "online");
            cluster.kill(doomed);
            bob.send(new JsonObject().put("type", "active").put("away", true));
            JsonObject next = ada.await(frame -> states(frame).anyMatch(seen -> !is(seen, pair.bob, "online")));
            assertThat(states(next)).allMatch(seen -> is(seen, pair.bob, "away"));
        }
    }

    private static NodeId keeper(TestUser user, int fourth) {
        List<NodeId> serving = IntStream.of(0, 1, 2, fourth)
                .mapToObj(node -> cluster.node(node).id())
                .toList();
        return new Keepers(serving).of(UserId.parse(user.id()));
    }

    private static void watch(WebSocketTestClient client, TestUser... people) {
        client.send(new JsonObject()
                .put("type", "watch")
                .put("users", new JsonArray(Stream.of(people).map(TestUser::id).toList())));
    }

    private static JsonObject first(WebSocketTestClient client, TestUser user) {
        return states(client.await("presence"))
                .filter(seen -> seen.getString("user").equals(user.id()))
                .findFirst()
                .orElseThrow();
    }

    /** In the first moments of a cluster the nodes do not know yet who else is there. */
    private static JsonObject awaitCertain(WebSocketTestClient client, TestUser user) {
        JsonObject frame = client.await(any -> states(any).anyMatch(seen -> isCertain(seen, user)), Patience.LIMIT);
        return states(frame).filter(seen -> isCertain(seen, user)).findFirst().orElseThrow();
    }

    private static boolean isCertain(JsonObject seen, TestUser user) {
        return seen.getString("user").equals(user.id()) && !seen.getBoolean("degraded", false);
    }

    private static JsonObject awaitState(WebSocketTestClient client, TestUser user, String state) {
        JsonObject frame = client.await(any -> states(any).anyMatch(seen -> is(seen, user, state)), Patience.LIMIT);
        return states(frame).filter(seen -> is(seen, user, state)).findFirst().orElseThrow();
    }

    private static boolean is(JsonObject seen, TestUser user, String state) {
        return seen.getString("user").equals(user.id())
                && seen.getString("state").equals(state);
    }

    private static Stream<JsonObject> states(JsonObject frame) {
        return frame.getString("type").equals("presence")
                ? frame.getJsonArray("users").stream().map(JsonObject.class::cast)
                : Stream.empty();
    }
}
