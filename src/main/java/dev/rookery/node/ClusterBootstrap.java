package dev.rookery.node;

import com.hazelcast.core.HazelcastInstance;
import dev.rookery.bus.BusCodec;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.edge.Doorkeeper;
import dev.rookery.edge.GuardedTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Joins the cluster: Hazelcast from {@code cluster.xml} and the settings, and on it a clustered Vert.x. */
final class ClusterBootstrap {
    /** A dead peer is noticed after ping plus reply; the defaults add up to 40 s. */
    private static final Duration BUS_PING = Duration.ofSeconds(2);

    private static final Duration BUS_PING_REPLY = Duration.ofSeconds(4);
    private static final Duration BUS_CONNECT = Duration.ofSeconds(2);
    /** An event loop that is held for longer is logged with its stack. */
    private static final Duration BLOCKED = Duration.ofMillis(500);

    private ClusterBootstrap() {}

    /** For a cluster without clients. */
    static Future<Cluster> join(ClusterConfig config, ClusterCredentials credentials, MeterRegistry meters) {
        return join(config, credentials, meters, new Doorkeeper());
    }

    static Future<Cluster> join(
            ClusterConfig config, ClusterCredentials credentials, MeterRegistry meters, Doorkeeper doorkeeper) {
        HazelcastClusterManager manager =
                new HazelcastClusterManager(HazelcastSettings.of(config, credentials.secret()));
        return Vertx.builder()
                .with(options(config, credentials))
                .withTransport(new GuardedTransport(doorkeeper))
                .withMetrics(new BoundedMetrics(meters))
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> {
                    BusCodec.register(vertx);
                    return new Cluster(vertx, manager.getHazelcastInstance());
                });
    }

    /** The port Hazelcast was given or chose. */
    static int portOf(HazelcastInstance hazelcast) {
        return hazelcast.getCluster().getLocalMember().getAddress().getPort();
    }

    private static VertxOptions options(ClusterConfig config, ClusterCredentials credentials) {
        EventBusOptions bus = new EventBusOptions()
                .setHost(config.host())
                .setPort(config.busPort())
                .setClusterPublicHost(config.host())
                .setConnectTimeout((int) BUS_CONNECT.toMillis())
                .setClusterPingInterval(BUS_PING.toMillis())
                .setClusterPingReplyInterval(BUS_PING_REPLY.toMillis());
        credentials.tls().ifPresent(identity -> BusSecurity.apply(identity, bus));
        return new VertxOptions()
                .setEventBusOptions(bus)
                // Two for each, the default, hand each message over more often than they gain: docs/benchmarks.md.
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors() + 1)
                .setMaxEventLoopExecuteTime(BLOCKED.toMillis())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setMetricsOptions(new MetricsOptions().setEnabled(true));
    }

    /** A joined cluster. Closing Vert.x leaves it. */
    record Cluster(Vertx vertx, HazelcastInstance hazelcast) {}
}
