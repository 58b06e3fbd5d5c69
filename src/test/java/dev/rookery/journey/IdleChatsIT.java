package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody who comes back pays for chats that nobody used for long, and what for those that are in memory. */
class IdleChatsIT {
    private static final int CHATS = 20;
    private static final int ROOM = 5;
    private static final int MESSAGES = 30;
    /** The chat and its members, what they cleared, how far their inbox rows are, the tail, the activation. */
    private static final int STEPS_OF_A_LOAD = 5;

    private static Vertx vertx;
    private static TestCluster cluster;
    private static CassandraStores stores;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(1, Map.of("ROOKERY_CHAT_MAX_ACTIVE_CHATS", Integer.toString(CHATS + ROOM)));
        stores = await(CassandraStores.open(
                vertx, Engines.config(cluster.environment()).cassandra()));
    }

    @AfterAll
    static void stop() {
        await(stores.close());
        cluster.close();
        await(vertx.close());
    }

    @Test
    void chatsInMemoryAreListedAndReadWithoutTheStoreAndIdleOnesAreActivatedOnce() {
        TestUser ada = user();
        TestUser ben = user();
        List<String> hers = chats(ada);
        chats(ben);

        double loads = list("20 chats, first use", ada, CHATS);
        assertThat(loads).isEqualTo(CHATS);
        assertThat(list("20 chats, in memory", ada, CHATS)).isZero();
        double reads = operations("read") + operations("load");
        long began = System.nanoTime();
        for (String chat : hers) {
            assertThat(ada.history(cluster.http(0), chat)).hasSize(MESSAGES);
        }
        print("20 newest pages, in memory", began);
        assertThat(operations("read") + operations("load") - reads).isZero();

        // Each time the chats of the one take the room of the other's.
        for (int round = 0; round < 3; round++) {
            assertThat(list("20 chats, idle", ben, CHATS)).isGreaterThanOrEqualTo(CHATS - ROOM);
            assertThat(list("20 chats, idle", ada, CHATS)).isGreaterThanOrEqualTo(CHATS - ROOM);
            assertThat(list("20 chats, in memory", ada, CHATS)).isZero();
        }
    }

    private static double list(String what, TestUser reader, int expected) {
        double before = operations("load");
        long began = System.nanoTime();
        assertThat(reader.chats(cluster.http(0))).hasSize(expected);
        print(what, began);
        return (operations("load") - before) / STEPS_OF_A_LOAD;
    }

    private static double operations(String operation) {
        return NodeMetrics.sum(cluster, "rookery_persistence_latency_seconds_count", "operation=\"" + operation + "\"");
    }

    private static List<String> chats(TestUser user) {
        TestUser peer = user();
        List<String> chats = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            String chat = user.openGroup(cluster.http(0), "chat " + i, List.of(peer));
            ChatId id = ChatId.parse(chat);
            await(stores.log()
                    .append(
                            id,
                            1,
                            LongStream.rangeClosed(1, MESSAGES)
                                    .mapToObj(seq -> entry(id, user, seq))
                                    .toList()));
            chats.add(chat);
        }
        return chats;
    }

    private static Entry entry(ChatId chat, TestUser user, long seq) {
        return new Entry(
                chat,
                seq,
                seq,
                UserId.parse(user.id()),
                new DeviceId(new UUID(7, 7)),
                new ClientId("c" + seq),
                Instant.ofEpochMilli(1_755_000_000_000L + seq),
                new Content.Message(new MessageText("a message of some length, such as people write them: " + seq)));
    }

    private static TestUser user() {
        return TestUser.signUp(
                cluster.http(0), "i" + UUID.randomUUID().toString().substring(0, 12));
    }

    private static void print(String what, long beganNanos) {
        Notes.note("%s: %d us", what, (System.nanoTime() - beganNanos) / 1_000);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
