package dev.rookery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.InvalidConfigException;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.credentials.ClusterSecret;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.node.ClusterBootstrap.Cluster;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three clustered Vert.x in this JVM, joined by the shipped cluster.xml. */
class NodeRosterIT {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Instant SENT_AT = Instant.parse("2026-11-22T08:00:00.123Z");

    private final JoinedClusters clusters = new JoinedClusters();

    @AfterEach
    void leave() throws Exception {
        clusters.close();
    }

    @Test
    void nodesAppearWhenTheyServeAndDisappearWhenTheyDrainOrDie() throws Exception {
        NodeRoster first = clusters.roster(clusters.join());
        NodeRoster second = clusters.roster(clusters.join());
        Cluster dying = clusters.join();
        NodeRoster third = clusters.roster(dying);

        assertThat(first.withRole(NodeRole.CHAT)).isEmpty();
        assertThat(first.processes()).isEqualTo(3);

        first.join();
        second.join();
        third.join();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(first.withRole(NodeRole.CHAT)).hasSize(3).isEqualTo(third.withRole(NodeRole.CHAT));
            assertThat(second.withRole(NodeRole.GATEWAY)).hasSize(3);
        });

        second.leave();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(third.withRole(NodeRole.CHAT))
                .extracting(Member::id)
                .containsExactlyInAnyOrder(first.self().id(), third.self().id()));

        clusters.kill(dying);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(first.withRole(NodeRole.CHAT)).containsExactly(first.self()));
    }

    @Test
    void whoeverWasTakenOffPutsItselfBack() throws Exception {
        Cluster one = clusters.join();
        Cluster two = clusters.join();
        NodeRoster first = clusters.roster(one);
        NodeRoster second = clusters.roster(two);
        first.join();
        second.join();
        await().atMost(PATIENCE).until(() -> second.servingNodes() == 2);

        var map = clusters.join().hazelcast().getReplicatedMap(NodeRoster.MAP);
        List.copyOf(map.keySet()).forEach(map::remove);
        await().atMost(PATIENCE).until(() -> second.servingNodes() == 0 && first.servingNodes() == 0);
        assertThat(second.listsThisNode()).isFalse();

        RosterKeeper keeper = RosterKeeper.start(one.vertx(), first, Promise.promise());
        second.repair();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(second.withRole(NodeRole.CHAT)).hasSize(2));
        assertThat(second.listsThisNode()).isTrue();
        keeper.stop();
    }

    @Test
    void aNodeWhoseKeyTheOthersDoNotKnowDoesNotJoin() throws Exception {
        NodeRoster first = clusters.roster(clusters.join());
        first.join();
        Cluster other = clusters.join();
        NodeRoster stranger = clusters.roster(other, new KeyIds("two", Set.of("two")));
        NodeRoster next = clusters.roster(other, new KeyIds("two", Set.of("one", "two")));
        await().atMost(PATIENCE).until(() -> stranger.servingNodes() == 1);

        assertThatThrownBy(stranger::join)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rookery.auth.signingKeyFile holds the key two")
                .hasMessageContaining("test (one)")
                .hasMessageContaining("rookery.auth.otherKeyFiles");
        assertThatThrownBy(next::join).as("the first does not know it").isInstanceOf(InvalidConfigException.class);
        assertThat(first.servingNodes()).isEqualTo(1);

        NodeRoster told = clusters.roster(clusters.join(), new KeyIds("one", Set.of("one", "two")));
        told.join();
        await().atMost(PATIENCE).until(() -> first.servingNodes() == 2);
    }

    @Test
    void ofTwoThatStartInTheSameMomentWithOtherKeysOneEnds() throws Exception {
        Cluster one = clusters.join();
        Cluster two = clusters.join();
        NodeRoster roster = clusters.roster(one);
        roster.join();
        UUID lower = new UUID(Long.MIN_VALUE, 0);
        UUID higher = new UUID(Long.MAX_VALUE, 0);

        joinedUnseen(two, higher);
        await().atMost(PATIENCE).until(() -> roster.servingNodes() == 2);
        assertThat(roster.clash(false)).as("the other one ends").isEmpty();
        assertThat(roster.clash(true)).as("it was there before").isPresent();

        joinedUnseen(two, lower);
        await().atMost(PATIENCE).until(() -> roster.servingNodes() == 3);
        Promise<String> fatal = Promise.promise();
        RosterKeeper keeper = RosterKeeper.start(one.vertx(), roster, fatal);
        assertThat(fatal.future().await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .startsWith("rookery.auth.signingKeyFile holds the key one, and the nodes unseen (two)");
        keeper.stop();
    }

    /** A node with a key of its own, as if it had looked before the other one's line reached it. */
    private void joinedUnseen(Cluster cluster, UUID id) {
        Member member = new Member(new NodeId(id), "unseen", EnumSet.allOf(NodeRole.class));
        UUID process = cluster.hazelcast().getCluster().getLocalMember().getUuid();
        String line = RosterEntry.write(
                process,
                member,
                new KeyIds("two", Set.of("two")),
                clusters.credentials().secret());
        cluster.hazelcast().getReplicatedMap(NodeRoster.MAP).put(member.id().toString(), line);
    }

    @Test
    void aNodeThatHasLeftIsNotPutBack() throws Exception {
        NodeRoster roster = clusters.roster(clusters.join());
        roster.join();
        roster.leave();

        roster.repair();

        assertThat(roster.servingNodes()).isZero();
        assertThat(roster.listsThisNode()).isFalse();
    }

    @Test
    void whatNoNodeWroteIsNotRead() throws Exception {
        Cluster one = clusters.join();
        Cluster stranger = clusters.join();
        NodeRoster roster = clusters.roster(one);
        roster.join();
        Member forged = new Member(new NodeId(UUID.randomUUID()), "forged", EnumSet.allOf(NodeRole.class));
        UUID process = stranger.hazelcast().getCluster().getLocalMember().getUuid();
        ClusterSecret guessed = ClusterCredentials.generate(Clock.systemUTC()).secret();
        ReplicatedMap<Object, Object> map = stranger.hazelcast().getReplicatedMap(NodeRoster.MAP);

        map.put(7, 8);
        map.put("nobody", "no line");
        map.put("nobody else", "{\"entry\": 1, \"seal\": []}");
        map.put(forged.id().toString(), RosterEntry.write(process, forged, JoinedClusters.KEYS, guessed));
        map.put(forged.id().toString() + "0", map.get(roster.self().id().toString()));
        map.put(roster.self().id().toString(), 9);
        await().atMost(PATIENCE)
                .until(() ->
                        one.hazelcast().getReplicatedMap(NodeRoster.MAP).size() == 6 && roster.servingNodes() == 0);

        roster.repair();
        assertThat(roster.withRole(NodeRole.CHAT)).containsExactly(roster.self());
    }

    @Test
    void aTypedRequestAndItsFailureCrossNodes() throws Exception {
        Cluster asking = clusters.join();
        Cluster answering = clusters.join();
        NodeId node = new NodeId(UUID.randomUUID());
        BusEndpoint endpoint = new BusEndpoint(BusAddress.chat(node))
                .onRequest(
                        SendMessage.class,
                        request -> request.content().fingerprint().equals("busy")
                                ? Future.failedFuture(new RookeryException(
                                        ErrorCode.OVERLOADED, "wait | a bit", Duration.ofMillis(250)))
                                : Future.succeededFuture(new MessageStored(
                                        request.content().fingerprint().length(), SENT_AT, 7)));
        endpoint.open(answering.vertx()).await(Patience.SECONDS, TimeUnit.SECONDS);
        BusClient bus = new BusClient(asking.vertx());

        String longText = "\uD83E\uDD85".repeat(100_000);
        assertThat(ask(bus, node, longText).await(Patience.SECONDS, TimeUnit.SECONDS))
                .isEqualTo(new MessageStored(200_000, SENT_AT, 7));
        Throwable failure = ask(bus, node, "busy")
                .map(stored -> new Throwable("answered"))
                .recover(Future::succeededFuture)
                .await(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOfSatisfying(RookeryException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refusal.detail()).isEqualTo("wait | a bit");
            assertThat(refusal.retryAfter()).contains(Duration.ofMillis(250));
        });
    }

    private static Future<MessageStored> ask(BusClient bus, NodeId node, String text) {
        SendMessage request = new SendMessage(
                new ChatId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                new DeviceId(UUID.randomUUID()),
                null,
                new ClientId("m1"),
                new Content.Message(new MessageText(text)));
        return bus.ask(BusAddress.chat(node), request, Duration.ofSeconds(30));
    }
}
