package dev.rookery.tool.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A real Cassandra as a child process, alone or as a node of a {@link CassandraRing}. Its data survives {@link #stop} and, as long as the machine runs, also a
 * kill.
 */
public final class EmbeddedCassandra {
    /** Ready on a busy machine with two cores takes 5 to 15 s. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration GRACE = Duration.ofSeconds(30);

    /** More options of its JVM, after ours and so over them. */
    private static final String OPTIONS_VARIABLE = "ROOKERY_CASSANDRA_JAVA_OPTS";

    /** An OPTIONS request of the native protocol, version 4, and the beginning of its answer: SUPPORTED. */
    private static final byte[] CQL_OPTIONS = {4, 0, 0, 0, 5, 0, 0, 0, 0};

    private static final byte[] CQL_SUPPORTED = {(byte) 0x84, 0, 0, 0, 6};

    /**
     * Its workers look for work every 10 µs while they have none, and a sixth to a third of its CPU at 500 messages a second goes
     * with that: docs/benchmarks.md. Requests that find them asleep wait for a part of this.
     */
    private static final TimerSlack IDLE_SLACK = new TimerSlack(Duration.ofNanos(400_000));

    private final ChildProcess process;
    private final String address;
    private final int port;

    private EmbeddedCassandra(ChildProcess process, String address, int port) {
        this.process = process;
        this.address = address;
        this.port = port;
    }

    /**
     * Where a node stands in its cluster.
     *
     * @param name of its directory, ports and log
     * @param address of loopback; nodes of one cluster have different addresses and the same ports
     * @param seed the address of the first node
     * @param token where its range of the ring begins
     */
    record Place(String name, String address, String seed, long token) {
        static final Place ALONE = new Place("cassandra", "127.0.0.1", "127.0.0.1", 0);

        boolean isAlone() {
            return this.equals(ALONE);
        }
    }

    /** Sees to it that the jars are there, which takes minutes the first time; returns how many they are. */
    public static int fetch(Map<String, String> environment) {
        return CassandraArtifacts.ofUser(environment).jars().size();
    }

    /**
     * Starts it and returns when it answers CQL.
     *
     * @param environment where Java 17 and Maven are looked for, usually {@code System.getenv()}; options in
     *     {@code ROOKERY_CASSANDRA_JAVA_OPTS} go to Cassandra's JVM ({@code -XX:TieredStopAtLevel=4} for load tests)
     * @param heap in the form of {@code -Xmx}, at least 384m
     */
    public static EmbeddedCassandra start(DataDirectory data, Map<String, String> environment, String heap) {
        return start(data, environment, heap, Place.ALONE, data.ports().port("cassandra"));
    }

    static EmbeddedCassandra start(
            DataDirectory data, Map<String, String> environment, String heap, Place place, int port) {
        Path java = JdkLocator.ofSystem(environment).java17();
        List<Path> jars = CassandraArtifacts.ofUser(environment).jars();
        Path home = data.root().resolve(place.name());
        writeConfiguration(home, data.ports(), place, port);
        ChildProcess.Command command = new ChildProcess.Command(
                place.name(),
                command(java, jars, home, heap, place, options(environment)),
                Map.of(),
                home,
                data.log(place.name()),
                GRACE);
        ChildProcess process = IDLE_SLACK.whileStarting(() -> ChildProcess.start(command, data.children()));
        return ready(process, place.address(), port);
    }

    private static EmbeddedCassandra ready(ChildProcess process, String address, int port) {
        Readiness.await(process, PATIENCE, () -> Readiness.answers(address, port, CQL_OPTIONS, CQL_SUPPORTED));
        return new EmbeddedCassandra(process, address, port);
    }

    /** After its process has ended: starts it again on the same data and port, and returns when it answers CQL. */
    public EmbeddedCassandra again() {
        return ready(IDLE_SLACK.whileStarting(process::again), address, port);
    }

    private static void writeConfiguration(Path home, RememberedPorts ports, Place place, int port) {
        try {
            Files.createDirectories(home.resolve("tmp"));
            Files.createDirectories(home.resolve("triggers"));
            String yaml = resource("cassandra.yaml")
                    .replace("${address}", place.address())
                    .replace("${seed}", place.seed())
                    .replace("${token}", Long.toString(place.token()))
                    .replace("${nativePort}", Integer.toString(port))
                    .replace("${storagePort}", Integer.toString(ports.port("cassandra-storage")))
                    .replace("${sslStoragePort}", Integer.toString(ports.port("cassandra-storage-tls")))
                    .replace("${dataDirectory}", quoted(home.resolve("data")))
                    .replace("${commitlogDirectory}", quoted(home.resolve("commitlog")))
                    .replace("${cachesDirectory}", quoted(home.resolve("caches")))
                    .replace("${hintsDirectory}", quoted(home.resolve("hints")))
                    .replace("${cdcDirectory}", quoted(home.resolve("cdc")));
            Files.writeString(home.resolve("cassandra.yaml"), yaml);
            Files.writeString(home.resolve("logback.xml"), resource("cassandra-logback.xml"));
        } catch (IOException e) {
            throw new EngineException("Cannot write Cassandra's configuration into " + home + ": " + e + ".", e);
        }
    }

    private static List<String> options(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault(OPTIONS_VARIABLE, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static List<String> command(
            Path java, List<Path> jars, Path home, String heap, Place place, List<String> options) {
        Path agent = jars.stream()
                .filter(jar -> String.valueOf(jar.getFileName()).startsWith("jamm-"))
                .findFirst()
                .orElseThrow(() -> new EngineException("Cassandra's class path has no jamm-*.jar."));
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-Xss512k", "-XX:MaxDirectMemorySize=256m"));
        command.addAll(HeapOptions.STEADY);
        command.add("-XX:+AlwaysPreTouch");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
        // Without the optimising compiler it starts for half the work, and takes about twice the CPU under load.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:ErrorFile=" + home.resolve("jvm-crash.log"));
        command.add("-javaagent:" + agent);
        resource("cassandra-jvm17.flags").lines().forEach(command::add);
        command.add("-Dcassandra.config=" + home.resolve("cassandra.yaml").toUri());
        command.add("-Dcassandra.storagedir=" + home);
        command.add("-Dcassandra.logdir=" + home);
        command.add("-Dcassandra.triggers_dir=" + home.resolve("triggers"));
        command.add("-Dlogback.configurationFile=" + home.resolve("logback.xml").toUri());
        command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
        command.add("-Djna.tmpdir=" + home.resolve("tmp"));
        command.add("-Djava.net.preferIPv4Stack=true");
        command.addAll(List.of("-Dcassandra-foreground=yes", "-Dcassandra.superuser_setup_delay_ms=0"));
        command.addAll(
                List.of("-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.shutdown_announce_in_ms=0"));
        if (place.isAlone()) {
            // Nobody to wait for, at the start and at the end.
            command.addAll(List.of("-Dcassandra.ring_delay_ms=0", "-Dcassandra.load_ring_state=false"));
        } else {
            command.add("-Dcassandra.ring_delay_ms=2000");
        }
        command.addAll(options);
        command.add("-cp");
        command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("org.apache.cassandra.service.CassandraDaemon");
        return command;
    }

    /** A JSON string is a YAML string. */
    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String resource(String name) {
        try (InputStream in = EmbeddedCassandra.class.getResourceAsStream("/engine/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EngineException("Cannot read " + name + " from the jar.", e);
        }
    }

    public ChildProcess process() {
        return process;
    }

    /** Where CQL is served. */
    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    /** Lets it write what it has in memory, then end. */
    public void stop() {
        process.stop();
    }
}
