package dev.rookery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.ChatReply.MessageStored;
import dev.rookery.bus.ChatRequest.SendMessage;
import dev.rookery.bus.Members.Member;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.node.ClusterBootstrap.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three clustered Vert.x in this JVM, joined by the shipped cluster.xml. */
class NodeRosterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant SENT_AT = Instant.parse("2026-11-22T08:00:00.123Z");

    private final String name = "roster-" + UUID.randomUUID();
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<HostPort> members = new ArrayList<>();

    @AfterEach
    void leave() throws Exception {
        for (Cluster cluster : clusters) {
            cluster.vertx().close().await(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void nodesAppearWhenTheyServeAndDisappearWhenTheyDrainOrDie() throws Exception {
        NodeRoster first = roster(join());
        NodeRoster second = roster(join());
        Cluster dying = join();
        NodeRoster third = roster(dying);

        assertThat(first.withRole(Role.CHAT)).isEmpty();
        assertThat(first.processes()).isEqualTo(3);

        first.join();
        second.join();
        third.join();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(first.withRole(Role.CHAT)).hasSize(3).isEqualTo(third.withRole(Role.CHAT));
            assertThat(second.withRole(Role.GATEWAY)).hasSize(3);
        });

        second.leave();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(third.withRole(Role.CHAT))
                .extracting(Member::id)
                .containsExactlyInAnyOrder(first.self().id(), third.self().id()));

        dying.hazelcast().getLifecycleService().terminate();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(first.withRole(Role.CHAT)).containsExactly(first.self()));
        clusters.remove(dying);
        dying.vertx().close().recover(ignored -> Future.succeededFuture()).await(60, TimeUnit.SECONDS);
    }

    @Test
    void aTypedRequestAndItsFailureCrossNodes() throws Exception {
        Cluster asking = join();
        Cluster answering = join();
        NodeId node = new NodeId(UUID.randomUUID());
        BusEndpoint endpoint = new BusEndpoint(BusAddress.chat(node))
                .onRequest(
                        SendMessage.class,
                        request -> request.text().value().equals("busy")
                                ? Future.failedFuture(new RookeryException(
                                        ErrorCode.OVERLOADED, "wait | a bit", Duration.ofMillis(250)))
                                : Future.succeededFuture(
                                        new MessageStored(request.text().value().length(), SENT_AT, 7)));
        endpoint.open(answering.vertx()).await(60, TimeUnit.SECONDS);
        BusClient bus = new BusClient(asking.vertx());

        String longText = "\uD83E\uDD85".repeat(100_000);
        assertThat(ask(bus, node, longText).await(60, TimeUnit.SECONDS))
                .isEqualTo(new MessageStored(200_000, SENT_AT, 7));
        Throwable failure = ask(bus, node, "busy")
                .map(stored -> new Throwable("answered"))
                .recover(Future::succeededFuture)
                .await(60, TimeUnit.SECONDS);
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
                new MessageText(text));
        return bus.ask(BusAddress.chat(node), request, Duration.ofSeconds(30));
    }

    private Cluster join() throws Exception {
        ClusterConfig config =
                new ClusterConfig(name, "127.0.0.1", 0, 0, 0, List.copyOf(members), Duration.ofSeconds(3));
        Cluster cluster =
                ClusterBootstrap.join(config, new SimpleMeterRegistry()).await(60, TimeUnit.SECONDS);
        clusters.add(cluster);
        members.add(new HostPort("127.0.0.1", ClusterBootstrap.portOf(cluster.hazelcast())));
        return cluster;
    }

    private static NodeRoster roster(Cluster cluster) {
        return new NodeRoster(
                cluster.hazelcast(), new Member(new NodeId(UUID.randomUUID()), "test", EnumSet.allOf(Role.class)));
    }
}
