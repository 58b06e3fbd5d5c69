package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.HostPort;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Notes;
import dev.rookery.tool.dev.LocalCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short runs of what {@code ./rookery torture} does for as long as one likes, with few faults, as every start of a process
 * costs seconds: the one that takes most protections to survive, a node that hangs, and the death of the store.
 */
class TortureIT {
    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLostAndNobodyElseEndsWhenWritesComeLateOrANodeHangs() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        TorturePlan plan =
                new TorturePlan(3, 7, Duration.ofMillis(100), List.of(FaultKind.LATE, FaultKind.FREEZE), 6, 30);

        TortureReport report = run(plan, sharedEngines(), out);
        if (!report.emptiness().isEmpty()) {
            // On a machine without time no write may come late: such a run shows nothing, and says so.
            assertThat(report.violations()).isEmpty();
            report = run(plan, sharedEngines(), out);
        }

        assertGood(report, told);
    }

    /** With a Cassandra of its own, which it kills. */
    @Test
    void nothingAcknowledgedIsLostAndNoNodeEndsWhenCassandraIsKilled() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        TorturePlan plan = new TorturePlan(2, 5, Duration.ofMillis(100), List.of(FaultKind.CASSANDRA), 12, 200);

        assertGood(run(plan, ownEngines(), out), told);
    }

    private static void assertGood(TortureReport report, ByteArrayOutputStream told) {
        Notes.note("%s", report.text());
        assertThat(report.violations())
                .as(told.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(report.emptiness()).as(told.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(report.json().getInteger("acked")).isPositive();
    }

    private static TortureReport run(TorturePlan plan, LocalCluster.Wish wish, PrintStream out) throws Exception {
        try (LocalCluster cluster = LocalCluster.startEngines(wish, out)) {
            return new Torture(plan, out).run(cluster);
        }
    }

    private LocalCluster.Wish sharedEngines() throws IOException {
        return wish(3, Optional.of(Engines.cassandra()), Optional.of(Engines.redis()));
    }

    private LocalCluster.Wish ownEngines() throws IOException {
        return wish(2, Optional.empty(), Optional.empty());
    }

    private LocalCluster.Wish wish(int nodes, Optional<HostPort> cassandra, Optional<HostPort> redis)
            throws IOException {
        Map<String, String> settings = new HashMap<>(LocalCluster.FOR_LOAD);
        settings.put("ROOKERY_CASSANDRA_KEYSPACE", Engines.freshKeyspace());
        settings.put("ROOKERY_REDIS_KEY_PREFIX", Engines.freshKeyPrefix());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ROOKERY_JAVA_OPTS", LocalCluster.QUICK_START);
        return new LocalCluster.Wish(
                nodes,
                Files.createTempDirectory(directory, "cluster"),
                settings,
                "256m",
                "512m",
                cassandra,
                redis,
                environment);
    }
}
