package dev.rookery.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.credentials.TlsIdentity;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.node.ClusterBootstrap.Cluster;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak on the event bus: members of the Hazelcast cluster who have a certificate of its authority. */
class BusTlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What is never answered is waited for so long: no test fails for it. */
    private static final Duration IN_VAIN = Duration.ofSeconds(3);

    private static final UserId USER = new UserId(UUID.randomUUID());
    private static final DeviceId DEVICE = new DeviceId(UUID.randomUUID());

    private final JoinedClusters clusters = new JoinedClusters();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void leave() throws Exception {
        clusters.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"without a certificate", "with one of another authority"})
    void aStrangerInTheClusterIsNotHeard(String how) throws Exception {
        NodeId node = listening(clusters.join());
        Cluster stranger = clusters.join(strangers(how));

        forge(stranger, node);

        assertThat(ask(stranger, node, "forged", IN_VAIN)).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(ask(clusters.join(), node, "real", PATIENCE)).isPresent();
        assertThat(heard).containsExactly("real");
    }

    @ParameterizedTest
    @ValueSource(strings = {"without a certificate", "with one of another authority"})
    void aStrangerWhoTakesTheAddressOfANodeHearsNothing(String how) throws Exception {
        Cluster asking = clusters.join();
        NodeId taken = listening(clusters.join(strangers(how)));

        assertThat(ask(asking, taken, "private", IN_VAIN)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void nodesOfTwoAuthoritiesHearEachOtherWhileBothAreTrusted() throws Exception {
        TlsIdentity before = clusters.credentials().tls().orElseThrow();
        TlsIdentity after = other().tls().orElseThrow();
        String both = before.authorities() + after.authorities();
        Cluster old = clusters.join(with(new TlsIdentity(both, before.certificate(), before.key())));
        Cluster renewed = clusters.join(with(new TlsIdentity(both, after.certificate(), after.key())));
        Cluster notYet = clusters.join();

        assertThat(ask(old, listening(renewed), "to the new", PATIENCE)).isPresent();
        assertThat(ask(renewed, listening(old), "to the old", PATIENCE)).isPresent();
        assertThat(ask(old, listening(notYet), "to who knows only the old", PATIENCE))
                .isPresent();
        assertThat(ask(renewed, listening(notYet), "from whom it does not know", IN_VAIN))
                .isEmpty();
    }

    private ClusterCredentials strangers(String how) {
        return how.equals("without a certificate") ? clusters.withoutCertificates() : clusters.credentials(other());
    }

    private ClusterCredentials with(TlsIdentity identity) {
        return new ClusterCredentials(clusters.credentials().secret(), Optional.of(identity));
    }

    private static ClusterCredentials other() {
        return ClusterCredentials.generate(Clock.systemUTC());
    }

    /** A node that notes what comes to its chat, gateway and api. */
    private NodeId listening(Cluster cluster) throws Exception {
        NodeId node = new NodeId(UUID.randomUUID());
        new BusEndpoint(BusAddress.chat(node))
                .onRequest(SendMessage.class, request -> {
                    heard.add(request.content().fingerprint());
                    return Future.succeededFuture(new MessageStored(1, Instant.EPOCH, 1));
                })
                .open(cluster.vertx())
                .await(120, TimeUnit.SECONDS);
        new BusEndpoint(BusAddress.gateway(node))
                .onEvent(DeliverFrame.class, event -> heard.add("a frame"))
                .onEvent(DevicesSignedOut.class, event -> heard.add("a sign-out"))
                .open(cluster.vertx())
                .await(120, TimeUnit.SECONDS);
        return node;
    }

    private static void forge(Cluster stranger, NodeId node) {
        BusClient bus = new BusClient(stranger.vertx());
        bus.tell(BusAddress.gateway(node), new DeliverFrame(List.of(USER), null, Buffer.buffer("{}")));
        bus.tell(BusAddress.gateway(node), new DevicesSignedOut(USER, List.of(DEVICE)));
    }

    private static Optional<MessageStored> ask(Cluster cluster, NodeId node, String text, Duration patience)
            throws Exception {
        SendMessage request = new SendMessage(
                new ChatId(UUID.randomUUID()),
                USER,
                DEVICE,
                null,
                new ClientId("m1"),
                new Content.Message(new MessageText(text)));
        return new BusClient(cluster.vertx())
                .ask(BusAddress.chat(node), request, patience)
                .map(Optional::of)
                .otherwise(Optional.empty())
                .await(120, TimeUnit.SECONDS);
    }
}
