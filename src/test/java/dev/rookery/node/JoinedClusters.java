package dev.rookery.node;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.config.SomeSettings;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.domain.NodeId;
import dev.rookery.node.ClusterBootstrap.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Clustered Vert.x in this JVM, joined by the shipped cluster.xml; each knows those before it. */
final class JoinedClusters implements AutoCloseable {
    static final KeyIds KEYS = new KeyIds("one", Set.of("one"));
    static final String HOST = "127.0.0.1";

    private final ClusterCredentials credentials = ClusterCredentials.generate(Clock.systemUTC());
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<HostPort> members = new ArrayList<>();

    ClusterCredentials credentials() {
        return credentials;
    }

    /** With the certificates of others, or with none; the secret is that of all. */
    ClusterCredentials credentials(ClusterCredentials others) {
        return new ClusterCredentials(credentials.secret(), others.tls());
    }

    ClusterCredentials withoutCertificates() {
        return new ClusterCredentials(credentials.secret(), Optional.empty());
    }

    Cluster join() throws TimeoutException {
        return join(credentials);
    }

    @CanIgnoreReturnValue
    Cluster join(ClusterCredentials own) throws TimeoutException {
        Cluster cluster =
                ClusterBootstrap.join(config(), own, new SimpleMeterRegistry()).await(120, TimeUnit.SECONDS);
        clusters.add(cluster);
        members.add(new HostPort(HOST, ClusterBootstrap.portOf(cluster.hazelcast())));
        return cluster;
    }

    /** Of whoever joins next. */
    ClusterConfig config() {
        return SomeSettings.cluster(Map.of(
                "name",
                "joined",
                "host",
                HOST,
                "port",
                0,
                "members",
                members.stream().map(HostPort::toString).collect(Collectors.joining(","))));
    }

    NodeRoster roster(Cluster cluster) {
        return roster(cluster, KEYS);
    }

    NodeRoster roster(Cluster cluster, KeyIds keys) {
        Member self = new Member(new NodeId(UUID.randomUUID()), "test", EnumSet.allOf(NodeRole.class));
        return new NodeRoster(cluster.hazelcast(), self, keys, credentials.secret());
    }

    /** As by kill -9. */
    void kill(Cluster cluster) throws TimeoutException {
        cluster.hazelcast().getLifecycleService().terminate();
        clusters.remove(cluster);
        var unused = cluster.vertx()
                .close()
                .recover(ignored -> Future.succeededFuture())
                .await(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws TimeoutException {
        for (Cluster cluster : clusters) {
            cluster.vertx().close().await(120, TimeUnit.SECONDS);
        }
    }
}
