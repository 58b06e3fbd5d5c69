package dev.rookery.tool.dev;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.store.Heartbeat;
import dev.rookery.store.SessionState;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestHttp;
import dev.rookery.tool.engine.FreePorts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it: a process of its own, with real engines and a real node as its children. */
class DevCommandIT {
    private final int port = FreePorts.any();
    private final int managementPort = FreePorts.any();

    @TempDir
    Path data;

    @Test
    void leavesNoProcessBehindNeitherStoppedNorKilled() throws Exception {
        List<ProcessHandle> orphans;
        try (DevProcess killed = dev(data, Map.of())) {
            killed.awaitLine("  Redis ");
            orphans = children();
            killed.kill();
        }
        assertThat(orphans).hasSize(2).allMatch(ProcessHandle::isAlive);

        try (DevProcess stopped = dev(data, Map.of())) {
            String output = stopped.awaitLine("Rookery is ready");

            assertThat(output).contains("Ended cassandra (process ", "Ended redis (process ");
            assertThat(orphans).noneMatch(ProcessHandle::isAlive);
            assertThat(readiness()).isEqualTo(200);
            assertThat(refusalOf(data))
                    .contains("is in use by process " + stopped.pid())
                    .contains("--data");
            assertThat(refusalOf(data.resolve("other")))
                    .contains("Port " + port + " of 127.0.0.1 is in use")
                    .contains("--port");

            for (String engine : List.of("redis", "cassandra")) {
                assertThat(child(engine).destroyForcibly()).isTrue();
                stopped.awaitLine(engine + " was ended by signal 9");
                stopped.awaitLine(engine + " runs again");
            }
            await().atMost(Patience.LIMIT)
                    .untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
            List<ProcessHandle> children = children();

            assertThat(stopped.terminate()).isZero();

            assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
            assertThat(data.resolve("run")).isDirectoryNotContaining("glob:**.child");
        }
    }

    @Test
    void startsAgainANodeThatWasFencedOrKilledAndNoEngineThatTheEnvironmentNames() throws Exception {
        String keyspace = Engines.freshKeyspace();
        Map<String, String> engines = Engines.environment(keyspace, Engines.freshKeyPrefix());
        try (DevProcess dev = dev(data, engines)) {
            String output = dev.awaitLine("Ctrl-C ends it.");
            assertThat(output).doesNotContain("  Cassandra ", "  Redis ");

            fenceEveryNode(keyspace);

            dev.awaitLine("node-1 ended with exit code 3");
            dev.awaitLine("node-1 runs again");
            ProcessHandle node = children().get(0);

            assertThat(node.destroyForcibly()).isTrue();

            dev.awaitLine("node-1 was ended by signal 9");
            dev.awaitLine("node-1 runs again");
            assertThat(children()).singleElement().satisfies(child -> {
                assertThat(child.isAlive()).isTrue();
                assertThat(child).isNotEqualTo(node);
            });
            assertThat(dev.terminate()).isZero();
        }
    }

    /** As another node does that takes them for dead. */
    private static void fenceEveryNode(String keyspace) throws Exception {
        Vertx vertx = Vertx.vertx();
        CassandraStores stores = CassandraStores.open(vertx, Engines.cassandraConfig(keyspace))
                .await(Patience.SECONDS, TimeUnit.SECONDS);
        List<Heartbeat> alive = stores.ownership().heartbeats().await(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(alive).hasSize(1);
        for (Heartbeat node : alive) {
            assertThat(stores.ownership()
                            .end(node.node(), SessionState.FENCED, UUID.randomUUID())
                            .await(Patience.SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(SessionState.FENCED);
        }
        stores.close().await(Patience.SECONDS, TimeUnit.SECONDS);
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    private DevProcess dev(Path directory, Map<String, String> environment) throws IOException {
        return DevProcess.start(
                environment,
                List.of(
                        "--port",
                        Integer.toString(port),
                        "--management-port",
                        Integer.toString(managementPort),
                        "--data",
                        directory.toString()));
    }

    /** The one sentence of a start that does not come about. */
    private String refusalOf(Path directory) throws Exception {
        try (DevProcess refused = dev(directory, Map.of())) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output()).doesNotContain("Exception", "\tat ");
            return refused.output();
        }
    }

    private int readiness() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
        return TestHttp.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private ProcessHandle child(String name) {
        return ProcessHandle.of(pidIn(data.resolve("run").resolve(name + ".child")))
                .orElseThrow();
    }

    private List<ProcessHandle> children() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            return files.filter(file -> file.toString().endsWith(".child"))
                    .map(DevCommandIT::pidIn)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(not(ProcessHandle.current()::equals))
                    .toList();
        }
    }

    private static long pidIn(Path record) {
        try {
            String text = Files.readString(record);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
