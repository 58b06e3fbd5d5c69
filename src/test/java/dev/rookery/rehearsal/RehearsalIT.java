package dev.rookery.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig;
import dev.rookery.domain.NodeId;
import dev.rookery.node.NodeSurgery;
import dev.rookery.store.redis.RedisStores;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RehearsalIT {
    private static final List<String> TABLES =
            List.of("chats", "chats_by_user", "chat_log", "chat_buckets", "chat_days", "chat_marks", "device_cursors");

    @Test
    void aNodeThatRehearsedServesAndHasWrittenNothing() {
        try (TestCluster cluster = TestCluster.start(1, Map.of("ROOKERY_NODE_REHEARSAL", "60s"))) {
            assertThat(NodeMetrics.sum(cluster, "rookery_node_rehearsal_messages", ""))
                    .isGreaterThanOrEqualTo(Rehearsal.MESSAGES);
            assertThat(NodeMetrics.sum(cluster, "rookery_chat_active", "")).isZero();
            String keyspace = cluster.environment().get("ROOKERY_CASSANDRA_KEYSPACE");
            assertThat(rows(keyspace)).hasSize(TABLES.size()).containsOnly(0L);
        }
    }

    @Test
    void aRehearsalThatFailsSaysSoAndLeavesNothingBehind() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TestCluster cluster = TestCluster.start(1)) {
            RookeryConfig config = Engines.config(cluster.environment());
            RedisStores redis = RedisStores.open(vertx, config.redis());
            NodeId nobody = new NodeId(UUID.randomUUID());
            Set<String> before = NodeSurgery.verticles(cluster.node(0));

            Future<Integer> played = NodeSurgery.rehearse(
                    cluster.node(0), nobody, redis.directory(), config.chat(), Duration.ofSeconds(1));

            assertThatThrownBy(() -> played.await(Patience.SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(played.cause()).hasMessageContaining("no result within");
            assertThat(NodeSurgery.verticles(cluster.node(0))).isEqualTo(before);
        } finally {
            vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
        }
    }

    private static List<Long> rows(String keyspace) {
        HostPort address = Engines.cassandra();
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address.host(), address.port()))
                .withLocalDatacenter("datacenter1")
                .build()) {
            return TABLES.stream()
                    .map(table -> session.execute("SELECT count(*) FROM " + keyspace + "." + table)
                            .one()
                            .getLong(0))
                    .toList();
        }
    }
}
