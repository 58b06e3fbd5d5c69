package dev.rookery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.node.NodeSurgery;
import dev.rookery.testkit.TestCluster;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedCassandra;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that loses what it answered: a Cassandra that writes its log to the disk every two seconds and is killed between.
 * Its owners write it again, whoever owns the chats afterwards finds all of it.
 */
class StoreLossIT {
    private static final Duration SYNC = Duration.ofSeconds(2);
    private static final String FORGETFUL = String.join(
            " ",
            "-Dcassandra.config.allow_system_properties=true",
            "-Dcassandra.settings.commitlog_sync=periodic",
            "-Dcassandra.settings.commitlog_sync_period=" + SYNC.toMillis() + "ms",
            "-Dcassandra.settings.commitlog_disk_access_mode=direct");

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedAndLostIsWrittenAgainBeforeAnotherOwnerReadsIt() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ROOKERY_CASSANDRA_JAVA_OPTS", FORGETFUL);
        Vertx vertx = Vertx.vertx();
        try (DataDirectory data = DataDirectory.open(directory)) {
            EmbeddedCassandra cassandra = EmbeddedCassandra.start(data, environment, "512m");
            try (TestCluster cluster =
                    TestCluster.start(2, Map.of("ROOKERY_CASSANDRA_CONTACT_POINTS", "127.0.0.1:" + cassandra.port()))) {
                List<Conversation> talks = Stream.generate(() -> new Conversation(vertx, cluster, 0, 0))
                        .limit(6)
                        .toList();
                talkFor(SYNC.multipliedBy(2), talks);

                cassandra.process().killHard();
                talks.forEach(talk -> talk.begin("while the store is away"));
                cassandra = cassandra.again();
                talks.forEach(Conversation::finish);
                assertThat(NodeSurgery.metric(cluster.node(0), "rookery.persistence.rewritten")
                                + NodeSurgery.metric(cluster.node(1), "rookery.persistence.rewritten"))
                        .isPositive();

                cluster.stop(1);
                int next = cluster.addNode(Map.of());
                cluster.stop(0);
                for (Conversation talk : talks) {
                    talk.assertLogIsWhatWasAcked(next);
                    talk.close();
                }
                assertThat(NodeSurgery.metric(cluster.node(next), "rookery.ownership.nodes.fenced"))
                        .isZero();
            } finally {
                cassandra.process().killHard();
            }
        } finally {
            vertx.close().await();
        }
    }

    /** What they are made of was stored long enough ago, what they said last was not. */
    private static void talkFor(Duration time, List<Conversation> talks) {
        long end = System.nanoTime() + time.toNanos();
        for (int round = 1; System.nanoTime() < end; round++) {
            for (Conversation talk : talks) {
                talk.sendUntilAcked("round " + round);
            }
        }
    }
}
