package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.testkit.Engines;
import dev.rookery.testkit.TestCluster;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.engine.FreePorts;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** That it measures at all and counts right; what it measures here says nothing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BenchIT {
    /** Messages a second; what looks for the highest is tested by itself, as it takes the whole machine. */
    private static final double RATE = 100;

    private static TestCluster cluster;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(2, Map.of("ROOKERY_AUTH_SIGN_INS_PER_ADDRESS", "100"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void everyShapeRunsAgainstARunningClusterAndLosesNothing() throws Exception {
        List<Result> results = bench(List.of("pairs", "history", "ack", "batch", "idle", "reconnect"))
                .run(
                        List.of(cluster.http(0), cluster.http(1)),
                        new CpuMeter(
                                Map.of("server", List.of(ProcessHandle.current().pid()))),
                        Optional.of(new StoreAddress(
                                Engines.cassandra(), cluster.environment().get("ROOKERY_CASSANDRA_KEYSPACE"))));
        Report report = new Report(results);

        assertThat(report.problems()).isEmpty();
        assertThat(results)
                .extracting(Result::shape)
                .containsExactly("pairs", "history", "ack", "batch", "idle", "reconnect");
        JsonObject pairs = results.get(0).json();
        assertThat(pairs.getLong("acked")).isPositive().isEqualTo(pairs.getLong("sent"));
        assertThat(pairs.getLong("delivered")).isEqualTo(pairs.getLong("acked"));
        assertThat(pairs.getLong("undelivered") + pairs.getLong("duplicated") + pairs.getLong("out_of_order"))
                .isZero();
        assertThat(results.get(1).json().getLong("messages")).isGreaterThanOrEqualTo(120);
        JsonObject line = report.json(new JsonObject().put("at", "now"));
        assertThat(line.getJsonArray("results")).hasSize(6);
        assertThat(report.table()).contains("pairs", "acked/s", "server CPU s/1000");
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("4 chats of 2");
    }

    @Test
    void aTargetThatIsNotThereIsASentence() {
        URI nobody = URI.create("http://127.0.0.1:" + FreePorts.any());

        assertThatThrownBy(() -> bench(List.of("pairs")).run(List.of(nobody), new CpuMeter(Map.of()), Optional.empty()))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("--target");
    }

    @Test
    @Order(2) // It uses the allowance up.
    void aClusterThatLimitsSignUpsIsASentence() {
        assertThatThrownBy(() -> bench(List.of("pairs"), 100)
                        .run(List.of(cluster.http(0)), new CpuMeter(Map.of()), Optional.empty()))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("ROOKERY_AUTH_SIGN_INS_PER_ADDRESS");
    }

    @Test
    void aShapeThatDoesNotExistIsASentence() {
        assertThatThrownBy(() -> bench(List.of("pears")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("there is no pears")
                .hasMessageContaining("group100");
    }

    private Bench bench(List<String> shapes) {
        return bench(shapes, 4);
    }

    private Bench bench(List<String> shapes, int pairs) {
        BenchPlan plan = new BenchPlan(
                shapes,
                pairs,
                RATE,
                0,
                0,
                10_000,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                200,
                120,
                50,
                8,
                Duration.ofMillis(50));
        return new Bench(plan, new PrintStream(told, true, StandardCharsets.UTF_8));
    }
}
