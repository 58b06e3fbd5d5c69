package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rookery.bus.message.ChatReply.HotHead;
import dev.rookery.bus.message.ChatReply.Stand;
import dev.rookery.bus.message.ChatRequest.Standings;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.node.NodeSurgery;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What owners write into the inbox, and what the next ones do about what the last ones did not. */
class InboxIT {
    /** No row follows by itself while a test looks at a node with this. */
    private static final Map<String, String> LAZY = Map.of("ROOKERY_CHAT_INBOX_QUIET", "10m");

    private static Vertx vertx;
    private static TestCluster cluster;
    private static CassandraStores stores;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(2, Map.of("ROOKERY_CHAT_INBOX_QUIET", "500ms", "ROOKERY_CLUSTER_SILENCE", "8s"));
        stores = now(CassandraStores.open(vertx, cassandra()));
    }

    @AfterAll
    static void stop() {
        now(stores.close());
        cluster.close();
        now(vertx.close());
    }

    @Test
    void rowsFollowWhenAChatFallsQuiet() {
        try (Conversation talk = new Conversation(vertx, cluster, 0, 1)) {
            assertThat(seqOf(talk.ada, talk)).isZero();
            talk.sendUntilAcked("one");
            talk.sendUntilAcked("two");

            awaitRow(talk, 2);
            ChatId chat = ChatId.parse(talk.chat);
            awaitCold(chat);
            assertThat(head(talk.bob, chat)).extracting(InboxHead::messages).isEqualTo(2L);
        }
    }

    @Test
    void whatAKilledOwnerLeftHotIsBroughtUpByTheNextThoughNobodyAsks() {
        int victim = cluster.addNode(LAZY);
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, victim, 3);
        talks.forEach(talk -> talk.sendUntilAcked("before"));
        List<Conversation> hot = talks.stream()
                .filter(talk -> NodeSurgery.owner(cluster.node(0), talk.chat)
                        .filter(cluster.node(victim).id()::equals)
                        .isPresent())
                .toList();
        assertThat(hot).isNotEmpty().allSatisfy(talk -> {
            assertThat(seqOf(talk.ada, talk)).as("nothing is written yet").isZero();
            assertThat(stand(ChatId.parse(talk.chat)).hot()).containsExactly(new HotHead(ChatId.parse(talk.chat), 1));
        });

        cluster.kill(victim);

        hot.forEach(talk -> awaitRow(talk, 1));
        talks.forEach(Conversation::close);
    }

    @Test
    void anOwnerThatLeavesDoesNotWaitForItsInbox() {
        int leaving = cluster.addNode(LAZY);
        List<Conversation> talks = Conversation.someOwnedBy(vertx, cluster, leaving, 2);
        talks.forEach(talk -> talk.sendUntilAcked("before"));

        cluster.stop(leaving);

        talks.forEach(talk -> awaitRow(talk, 1));
        talks.forEach(Conversation::close);
    }

    @Test
    void aChatFromBeforeThereWasAnInboxIsWrittenOnceItIsOpened() {
        TestUser ada = TestUser.signUp(cluster.http(0), Conversation.name("ada"));
        TestUser bob = TestUser.signUp(cluster.http(1), Conversation.name("bob"));
        Instant made = Instant.parse("2026-11-01T12:00:00Z");
        Chat chat = Chat.direct(UserId.parse(ada.id()), UserId.parse(bob.id()), made);
        now(stores.chats().create(chat));
        forgetHead(chat);
        now(stores.log().append(chat.id(), 1, List.of(message(chat, made.plusSeconds(60)))));
        assertThat(head(ada, chat.id())).isNull();

        assertThat(ada.history(cluster.http(0), chat.id().toString())).hasSize(1);

        InboxHead head = new InboxHead(chat.id(), 1, 1, made.plusSeconds(60));
        await().atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> head.equals(head(ada, chat.id())) && head.equals(head(bob, chat.id())));
        awaitCold(chat.id());
    }

    private static Entry message(Chat chat, Instant at) {
        return new Entry(
                chat.id(),
                1,
                1,
                chat.members().get(0),
                new DeviceId(UUID.randomUUID()),
                new ClientId("c"),
                at,
                new Content.Message(new MessageText("from before")));
    }

    private static void awaitRow(Conversation talk, long seq) {
        await().atMost(Patience.LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> seqOf(talk.ada, talk) == seq && seqOf(talk.bob, talk) == seq);
    }

    private static long seqOf(TestUser user, Conversation talk) {
        InboxHead head = head(user, ChatId.parse(talk.chat));
        return head == null ? -1 : head.seq();
    }

    /** The owner says so a moment after its rows are there. */
    private static void awaitCold(ChatId chat) {
        await().atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> stand(chat)
                .equals(new Stand(List.of(), List.of())));
    }

    private static Stand stand(ChatId chat) {
        return now(NodeSurgery.askOwner(cluster.node(0), chat, new Standings(List.of(chat))));
    }

    private static @Nullable InboxHead head(TestUser user, ChatId chat) {
        return now(stores.inbox().rows(UserId.parse(user.id()), null, 10)).stream()
                .filter(row -> row.chat().equals(chat))
                .findFirst()
                .orElseThrow()
                .head();
    }

    private static CassandraConfig cassandra() {
        return Engines.config(cluster.environment()).cassandra();
    }

    /** A deletion wins over a value with its timestamp. */
    private static void forgetHead(Chat chat) {
        String keyspace = cassandra().keyspace();
        try (CqlSession session =
                DriverSettings.configured(CqlSession.builder(), cassandra()).build()) {
            for (UserId member : chat.members()) {
                session.execute(
                        "DELETE head, messages, active_at FROM " + keyspace
                                + ".chats_by_user USING TIMESTAMP 0 WHERE user_id = ? AND chat_id = ?",
                        member.value(),
                        chat.id().value());
            }
            session.execute(
                    "DELETE FROM " + keyspace + ".chat_heads USING TIMESTAMP 0 WHERE chat_id = ?",
                    chat.id().value());
        }
    }

    private static <T> T now(Future<T> future) {
        try {
            return future.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
