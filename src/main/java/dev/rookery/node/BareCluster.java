package dev.rookery.node;

import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.node.ClusterBootstrap.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Two members of a cluster of their own in this process, set up as nodes are, with nothing deployed. */
public final class BareCluster {
    private static final String LOOPBACK = "127.0.0.1";

    private final Cluster first;
    private final Cluster second;

    private BareCluster(Cluster first, Cluster second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Their secret is their own. Blocks until both see each other; not to be called on an event loop.
     *
     * @param one where the first listens
     * @param other where the second does
     */
    public static BareCluster start(boolean tls, int one, int other) throws InterruptedException, ExecutionException {
        ClusterCredentials made = ClusterCredentials.generate(Clock.systemUTC());
        ClusterCredentials credentials = tls ? made : new ClusterCredentials(made.secret(), Optional.empty());
        Cluster first = join(credentials, one, List.of());
        return new BareCluster(first, join(credentials, other, List.of(new HostPort(LOOPBACK, one))));
    }

    private static Cluster join(ClusterCredentials credentials, int port, List<HostPort> members)
            throws InterruptedException, ExecutionException {
        ClusterConfig config = ClusterConfig.withoutFiles(
                "bare", credentials.tls().isPresent(), new HostPort(LOOPBACK, port), members);
        return ClusterBootstrap.join(config, credentials, new SimpleMeterRegistry())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    public Vertx first() {
        return first.vertx();
    }

    public Vertx second() {
        return second.vertx();
    }

    public Future<Void> close() {
        return second.vertx().close().compose(closed -> first.vertx().close());
    }
}
