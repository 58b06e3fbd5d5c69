package dev.rookery.node;

import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.engine.FreePorts;
import dev.rookery.node.ClusterBootstrap.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Two members of a cluster of their own in this process, set up as nodes are, with nothing deployed. */
public final class BareCluster {
    /** No chat node is here that could be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final String LOOPBACK = "127.0.0.1";

    private final Cluster first;
    private final Cluster second;

    private BareCluster(Cluster first, Cluster second) {
        this.first = first;
        this.second = second;
    }

    /** Blocks until both see each other; not to be called on an event loop. */
    public static BareCluster start() throws InterruptedException, ExecutionException {
        String name = "bare-" + UUID.randomUUID();
        int one = FreePorts.any();
        Cluster first = join(name, one, List.of());
        return new BareCluster(first, join(name, FreePorts.any(), List.of(new HostPort(LOOPBACK, one))));
    }

    private static Cluster join(String name, int port, List<HostPort> members)
            throws InterruptedException, ExecutionException {
        return ClusterBootstrap.join(
                        new ClusterConfig(name, LOOPBACK, port, 0, 0, members, SILENCE), new SimpleMeterRegistry())
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
