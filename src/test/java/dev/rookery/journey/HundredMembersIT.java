package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A group as large as they come by default, its members spread over three nodes. */
class HundredMembersIT {
    private static final int MEMBERS = 100;
    private static final int NODES = 3;
    private static final int MESSAGES = 20;

    private static Vertx vertx;
    private static TestCluster cluster;
    private static final List<TestUser> users = new ArrayList<>();
    private static final List<WebSocketTestClient> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(NODES);
        for (int i = 0; i < MEMBERS; i++) {
            users.add(TestUser.signUp(
                    cluster.http(i % NODES), "m" + UUID.randomUUID().toString().substring(0, 12)));
        }
        for (int i = 0; i < MEMBERS; i++) {
            sockets.add(WebSocketTestClient.withToken(
                    vertx, cluster.node(i % NODES).httpPort(), users.get(i).accessToken()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        sockets.forEach(WebSocketTestClient::close);
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void everyMemberGetsEveryMessageOnceAndEachNodeOneBusMessageForEach() {
        double before = busMessages();
        long began = System.nanoTime();
        String chat = users.get(0).openGroup(cluster.http(1), "All of us", users.subList(1, MEMBERS));
        for (WebSocketTestClient socket : sockets) {
            JsonObject opened = socket.await("chatOpened");
            assertThat(opened.getString("chat")).isEqualTo(chat);
            assertThat(opened.getString("kind")).isEqualTo("group");
            assertThat(opened.getString("title")).isEqualTo("All of us");
            assertThat(opened.getJsonArray("members")).hasSize(MEMBERS);
        }
        print("a group of " + MEMBERS + " was created and all knew of it", began);
        assertThat(busMessages() - before).isEqualTo(NODES);

        began = System.nanoTime();
        IntStream.range(0, MESSAGES).forEach(i -> sockets.get(7 * i % MEMBERS).sendMessage(chat, "message " + i));
        List<Long> all = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (int i = 0; i < MEMBERS; i++) {
            List<Long> seqs = new ArrayList<>();
            for (int n = 0; n < MESSAGES; n++) {
                // Its own message comes to a sender as an ack.
                JsonObject frame = sockets.get(i).await(received -> received.containsKey("seq"));
                seqs.add(frame.getLong("seq"));
            }
            assertThat(seqs).as("member %d", i).containsExactlyInAnyOrderElementsOf(all);
            assertThat(sockets.get(i).inbox()).isEmpty();
        }
        print(MESSAGES + " messages were delivered " + MESSAGES * MEMBERS + " times", began);
        assertThat(busMessages() - before).isEqualTo(NODES + NODES * MESSAGES);
        assertThat(users.get(99).history(cluster.http(2), chat)).hasSize(MESSAGES);
    }

    /** How many messages to gateways all nodes have counted. */
    private static double busMessages() {
        return NodeMetrics.sum(cluster, "rookery_chat_fanout_messages_total", "");
    }

    private static void print(String what, long beganNanos) {
        Notes.note("%s within %d ms", what, (System.nanoTime() - beganNanos) / 1_000_000);
    }
}
