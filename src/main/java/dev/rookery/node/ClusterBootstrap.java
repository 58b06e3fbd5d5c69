package dev.rookery.node;

import com.hazelcast.core.HazelcastInstance;
import dev.rookery.bus.BusCodec;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.credentials.ClusterCredentials;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
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

    static Future<Cluster> join(ClusterConfig config, ClusterCredentials credentials, MeterRegistry meters) {
        HazelcastClusterManager manager =
                new HazelcastClusterManager(HazelcastSettings.of(config, credentials.secret()));
        return Vertx.builder()
                .with(options(config, credentials))
                .withMetrics(new MicrometerMetricsFactory(meters))
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
                .setPreferNativeTransport(true)
                // Two for each, the default, hand each message over more often than they gain: docs/benchmarks.md.
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors() + 1)
                .setMaxEventLoopExecuteTime(BLOCKED.toMillis())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                // Our own meters count messages and connections; Vert.x counts only HTTP requests.
                .setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                        .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                        .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                        .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                        .addDisabledMetricsCategory(MetricsDomain.NAMED_POOLS));
    }

    /** A joined cluster. Closing Vert.x leaves it. */
    record Cluster(Vertx vertx, HazelcastInstance hazelcast) {}
}
