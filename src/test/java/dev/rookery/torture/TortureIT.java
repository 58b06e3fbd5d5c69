package dev.rookery.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.dev.LocalCluster;
import dev.rookery.testkit.Engines;
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
 * A short run of what {@code ./rookery torture} does for as long as one likes; only engines are shared with other tests.
 * One fault, as every start of a node process costs seconds: the one that takes most protections to survive.
 */
class TortureIT {
    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLostWhenAnOwnerIsReplacedAndItsWritesComeLate() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        TorturePlan plan = new TorturePlan(3, 7, Duration.ofMillis(100), List.of(FaultKind.LATE), 6, 30);

        TortureReport report = run(plan, out);
        if (!report.emptiness().isEmpty()) {
            // On a machine without time no write may come late: such a run shows nothing, and says so.
            assertThat(report.violations()).isEmpty();
            report = run(plan, out);
        }

        System.out.println(report.text());
        assertThat(report.violations())
                .as(told.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(report.emptiness()).as(told.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(report.json().getInteger("acked")).isPositive();
    }

    private TortureReport run(TorturePlan plan, PrintStream out) throws Exception {
        try (LocalCluster cluster = LocalCluster.startEngines(wish(), out)) {
            return new Torture(plan, out).run(cluster);
        }
    }

    private LocalCluster.Wish wish() throws IOException {
        Map<String, String> settings = new HashMap<>(LocalCluster.FOR_LOAD);
        settings.put("ROOKERY_CASSANDRA_KEYSPACE", Engines.freshKeyspace());
        settings.put("ROOKERY_REDIS_KEY_PREFIX", Engines.freshKeyPrefix());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ROOKERY_JAVA_OPTS", LocalCluster.QUICK_START);
        return new LocalCluster.Wish(
                3,
                Files.createTempDirectory(directory, "cluster"),
                settings,
                "256m",
                "512m",
                Optional.of(Engines.cassandra()),
                Optional.of(Engines.redis()),
                environment);
    }
}
