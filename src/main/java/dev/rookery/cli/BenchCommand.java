package dev.rookery.cli;

import dev.rookery.config.HostPort;
import dev.rookery.tool.bench.Bench;
import dev.rookery.tool.bench.BenchPlan;
import dev.rookery.tool.bench.CpuMeter;
import dev.rookery.tool.bench.Report;
import dev.rookery.tool.bench.Result;
import dev.rookery.tool.bench.StoreAddress;
import dev.rookery.tool.dev.LocalCluster;
import dev.rookery.tool.dev.LocalNode;
import dev.rookery.tool.dev.ScratchDirectory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = {
            "Drives a cluster and says how fast it was and what that cost: the one at --target, or one it starts here with"
                    + " engines and data of its own, which it removes again.",
            "Exits with 1 if something was lost or doubled, or if nothing was measured."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--target",
            paramLabel = "URL",
            split = ",",
            description = "HTTP addresses of the nodes of a running cluster, such as http://10.0.0.1:8080. Its limits"
                    + " must be high (ROOKERY_AUTH_SIGN_INS_PER_ADDRESS, ROOKERY_LIMITS_RATED=false,"
                    + " ROOKERY_LIMITS_SESSIONS_PER_ADDRESS).")
    private List<URI> targets = List.of();

    @Option(
            names = "--pid",
            paramLabel = "GROUP=PID",
            split = ",",
            description = "With --target: processes on this machine whose CPU is counted, for example"
                    + " server=12,cassandra=34.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Option(
            names = "--cassandra",
            paramLabel = "HOST:PORT",
            description = "With --target: where the shapes ack and batch find Cassandra. They use the keyspace"
                    + " rookery_bench.")
    private Optional<String> cassandra = Optional.empty();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "2", description = "Without --target: nodes to start.")
    private int nodes;

    @Option(names = "--node-heap", paramLabel = "SIZE", defaultValue = "1g", description = "Likewise, of each.")
    private String nodeHeap = "";

    @Option(names = "--cassandra-heap", paramLabel = "SIZE", defaultValue = "2g", description = "Likewise.")
    private String cassandraHeap = "";

    @Option(
            names = "--shapes",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "pairs",
            description =
                    "What to measure: pairs (1:1), group10 (100 groups of 10), group100 (10 of 100), history (pages),"
                            + " bus (delivery to another node against a bare bus request), ack (acks against bare INSERTs), batch"
                            + " (batches against single INSERTs), idle and reconnect (sessions).")
    private List<String> shapes = List.of();

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "1000", description = "1:1 chats.")
    private int pairs;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Messages a second in all. 0 and no --inflight: search for the highest rate.")
    private double rate;

    @Option(
            names = "--inflight",
            paramLabel = "N",
            defaultValue = "0",
            description = "Closed loop: messages of each sender that wait for their ack.")
    private int inFlight;

    @Option(names = "--start", paramLabel = "N", defaultValue = "500", description = "Where the search begins.")
    private double start;

    @Option(
            names = "--p99-ms",
            paramLabel = "MS",
            defaultValue = "500",
            description = "What the search allows for the 99th percentile of ack and delivery.")
    private double p99;

    @Option(
            names = "--warm",
            paramLabel = "S",
            defaultValue = "2",
            description = "Seconds before each measurement; with --rate the rate rises evenly in them.")
    private double warm;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "Seconds of each measurement.")
    private double seconds;

    @Option(names = "--bytes", paramLabel = "N", defaultValue = "200", description = "Of each text.")
    private int bytes;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "10000", description = "Of the history.")
    private int messages;

    @Option(names = "--page", paramLabel = "N", defaultValue = "50", description = "Messages of a page.")
    private int page;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "5000", description = "Of idle and reconnect.")
    private int sessions;

    @Option(names = "--hold", paramLabel = "S", defaultValue = "15", description = "Seconds these are held.")
    private int hold;

    @Mixin
    private JsonLine json = new JsonLine();

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        Bench bench = new Bench(plan(), System.err);
        List<Result> results = targets.isEmpty() ? benchOwn(bench) : benchTarget(bench);
        Report report = new Report(results);
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.table());
        out.flush();
        json.add(report.json(about()));
        return report.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private BenchPlan plan() {
        return new BenchPlan(
                shapes,
                pairs,
                rate,
                inFlight,
                start,
                p99,
                Duration.ofMillis((long) (warm * 1000)),
                Duration.ofMillis((long) (seconds * 1000)),
                bytes,
                messages,
                page,
                sessions,
                Duration.ofSeconds(hold));
    }

    private List<Result> benchTarget(Bench bench) throws InterruptedException, ExecutionException {
        Map<String, List<Long>> groups = new LinkedHashMap<>();
        pids.forEach((group, pid) -> groups.put(group, List.of(pid)));
        return bench.run(
                targets,
                new CpuMeter(groups),
                cassandra.map(address -> new StoreAddress(HostPort.parse(address), StoreAddress.KEYSPACE)));
    }

    private List<Result> benchOwn(Bench bench) throws InterruptedException, ExecutionException {
        PrintStream err = System.err;
        try (ScratchDirectory data = ScratchDirectory.create("rookery-bench-");
                LocalCluster cluster = LocalCluster.startEngines(wish(data.path()), err)) {
            StopSignals.endWith(() -> {
                cluster.kill();
                data.remove();
            });
            cluster.startNodes();
            return bench.run(
                    cluster.nodes().stream().map(LocalNode::http).toList(),
                    new CpuMeter(cluster.pids()),
                    Optional.of(new StoreAddress(cluster.cassandra(), StoreAddress.KEYSPACE)));
        }
    }

    private LocalCluster.Wish wish(Path data) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        // What a Cassandra in production runs with; the development setting starts faster and then costs twice the CPU.
        environment.putIfAbsent("ROOKERY_CASSANDRA_JAVA_OPTS", "-XX:TieredStopAtLevel=4");
        environment.putIfAbsent("ROOKERY_JAVA_OPTS", "-XX:+AlwaysPreTouch");
        return new LocalCluster.Wish(
                nodes,
                data,
                LocalCluster.FOR_LOAD,
                nodeHeap,
                cassandraHeap,
                Optional.empty(),
                Optional.empty(),
                environment);
    }

    private JsonObject about() {
        return new JsonObject()
                .put("at", Instant.now().toString())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.version"))
                .put("nodes", targets.isEmpty() ? nodes : targets.size());
    }
}
