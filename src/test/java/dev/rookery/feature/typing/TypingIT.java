package dev.rookery.feature.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is writing, over three nodes. */
class TypingIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    private final TestUser ada = user(0);
    private final TestUser ben = user(1);
    private final TestUser cai = user(2);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(3, Map.of("ROOKERY_TYPING_MAX_MEMBERS", "3"));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theOthersWhoAreThereAreToldAndNothingIsStored() {
        String chat = ada.openGroup(cluster.http(0), "three", List.of(ben, cai));
        TestUser adaElsewhere = TestUser.signIn(cluster.http(2), ada.username());
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient ownOther = connect(2, adaElsewhere);
                WebSocketTestClient toBen = connect(1, ben);
                WebSocketTestClient toCai = connect(2, cai)) {
            fromAda.send(typing(chat));

            JsonObject told = typing(chat).put("user", ada.id());
            assertThat(toBen.await("typing")).isEqualTo(told);
            assertThat(toCai.await("typing")).isEqualTo(told);
            // Nobody has to be told of themselves, and a frame that is not refused has no answer.
            fromAda.sendAndAwaitAck(chat, "written");
            assertThat(ownOther.await("entry").getLong("seq")).isEqualTo(1);
            assertThat(ownOther.inbox()).noneMatch(TypingIT::isTyping);
            assertThat(fromAda.inbox()).noneMatch(TypingIT::isTyping);
            assertThat(ben.history(cluster.http(1), chat)).hasSize(1);
        }
    }

    @Test
    void oneIn3SecondsIsEnoughFromWhateverDevice() {
        String chat = ada.openChat(cluster.http(0), ben);
        String another = ada.openChat(cluster.http(0), cai);
        TestUser adaElsewhere = TestUser.signIn(cluster.http(2), ada.username());
        double droppedBefore = counted("dropped");
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient fromOther = connect(2, adaElsewhere);
                WebSocketTestClient toBen = connect(1, ben);
                WebSocketTestClient toCai = connect(2, cai)) {
            fromAda.send(typing(chat));
            fromAda.send(typing(chat));
            toBen.await("typing");
            fromOther.send(typing(chat));

            await().until(() -> counted("dropped") == droppedBefore + 2);
            // Each chat counts for itself.
            fromAda.send(typing(another));
            toCai.await("typing");
            fromAda.sendAndAwaitAck(chat, "written");
            toBen.await("entry");
            assertThat(toBen.inbox()).noneMatch(TypingIT::isTyping);
        }
    }

    @Test
    void inALargeChatNobodyIsTold() {
        String chat = ada.openGroup(cluster.http(0), "four", List.of(ben, cai, user(0)));
        double droppedBefore = counted("dropped");
        try (WebSocketTestClient fromAda = connect(0, ada);
                WebSocketTestClient toBen = connect(1, ben)) {
            fromAda.send(typing(chat));
            await().until(() -> counted("dropped") == droppedBefore + 1);

            fromAda.sendAndAwaitAck(chat, "written");
            toBen.await("entry");
            assertThat(toBen.inbox()).noneMatch(TypingIT::isTyping);
        }
    }

    @Test
    void whoIsNoMemberIsRefusedAndTellsNobody() {
        String chat = ada.openChat(cluster.http(0), ben);
        try (WebSocketTestClient fromCai = connect(2, cai);
                WebSocketTestClient toBen = connect(1, ben)) {
            fromCai.send(typing(chat).put("id", "1"));

            JsonObject refused = fromCai.await("error");
            assertThat(refused.getString("code")).isEqualTo("chat_unknown");
            assertThat(refused.getString("id")).isEqualTo("1");
            try (WebSocketTestClient fromAda = connect(0, ada)) {
                fromAda.sendAndAwaitAck(chat, "written");
                toBen.await("entry");
                assertThat(toBen.inbox()).noneMatch(TypingIT::isTyping);
            }
        }
    }

    private static boolean isTyping(JsonObject frame) {
        return "typing".equals(frame.getString("type"));
    }

    private static JsonObject typing(String chat) {
        return new JsonObject().put("type", "typing").put("chat", chat).put("what", "text");
    }

    private static TestUser user(int node) {
        return TestUser.signUp(
                cluster.http(node), "u" + UUID.randomUUID().toString().substring(0, 12));
    }

    private static WebSocketTestClient connect(int node, TestUser user) {
        return WebSocketTestClient.withToken(vertx, cluster.node(node).httpPort(), user.accessToken());
    }

    private static double counted(String outcome) {
        return NodeMetrics.sum(cluster, "rookery_typing_frames_total", "outcome=\"" + outcome + "\"");
    }
}
