package dev.rookery.cli;

import dev.rookery.tool.dev.LocalCluster;
import dev.rookery.tool.dev.ScratchDirectory;
import dev.rookery.tool.engine.CassandraRing;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.torture.FaultKind;
import dev.rookery.tool.torture.Torture;
import dev.rookery.tool.torture.TorturePlan;
import dev.rookery.tool.torture.TortureReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "torture",
        description = {
            "Starts a cluster of node processes with engines and data of its own, lets clients write, breaks what it can as"
                    + " a seed says, heals everything and compares what the clients were told with what is stored.",
            "Exits with 1 if a promise was broken, or if the run broke too little to mean anything."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TortureCommand implements Callable<Integer> {
    private static final int MOST_NODES = 9;
    private static final int FEWEST_CLIENTS = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes, 2 or more.")
    private int nodes;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long faults begin; healing and checking come after.")
    private int seconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Decides which faults, on what, for how long. How processes meet in time is not decided by it.")
    private long seed;

    @Option(
            names = "--faults",
            paramLabel = "NAME",
            split = ",",
            showDefaultValue = Help.Visibility.NEVER,
            description = "What may be done: kill (-9), pause (SIGSTOP) or drain a node, freeze (SIGSTOP for 30 or"
                    + " 70 s: no other node may end), rolling (drain and restart all,"
                    + " one after the other), late (writes of an owner come when others have taken over), partition (cut"
                    + " the network between nodes; root on Linux only), cut (one node off an engine), cassandra (kill it,"
                    + " then another owner for every chat), redis (kill it), flush (empty Redis), redis-readonly,"
                    + " redis-errors, redis-forgets (Redis answers and is wrong), hostile (one user and strangers load a"
                    + " node). Without it all that is possible here.")
    private List<String> faults = List.of();

    @Option(
            names = "--warm",
            paramLabel = "S",
            defaultValue = "0",
            description = "How long clients send without a rest before the first fault, so that all are warm.")
    private int warm;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "24", description = "Who writes all the time.")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Messages a second that all of them together want to send. 0: 8 for each.")
    private double rate;

    @Option(
            names = "--cassandra-nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "1, or 3: a ring with a replication factor of 3, of which one node at a time is killed.")
    private int cassandraNodes;

    @Option(names = "--node-heap", paramLabel = "SIZE", defaultValue = "512m", description = "Of each node.")
    private String nodeHeap = "";

    @Option(names = "--cassandra-heap", paramLabel = "SIZE", defaultValue = "1g", description = "Of Cassandra.")
    private String cassandraHeap = "";

    @Option(names = "--data", paramLabel = "DIR", description = "Keeps data and logs there; else they are removed.")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private JsonLine json = new JsonLine();

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        TortureReport report;
        TorturePlan plan = plan();
        if (data.isPresent()) {
            report = run(plan, data.get(), () -> {});
        } else {
            try (ScratchDirectory scratch = ScratchDirectory.create("rookery-torture-")) {
                report = run(plan, scratch.path(), scratch::remove);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.text());
        out.flush();
        json.add(report.json());
        return report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private TortureReport run(TorturePlan plan, Path directory, Runnable onSignal)
            throws InterruptedException, ExecutionException {
        PrintStream err = System.err;
        Map<String, String> environment = new HashMap<>(System.getenv());
        // Nodes start again and again here, and never live for long.
        environment.putIfAbsent("ROOKERY_JAVA_OPTS", LocalCluster.QUICK_START);
        LocalCluster.Wish wish = new LocalCluster.Wish(
                nodes, directory, settings(), nodeHeap, cassandraHeap, Optional.empty(), Optional.empty(), environment);
        Torture torture = new Torture(plan, err);
        try (LocalCluster cluster = LocalCluster.startEngines(wish, err)) {
            StopSignals.endWith(() -> {
                cluster.kill();
                torture.abandon();
                onSignal.run();
            });
            return torture.run(cluster);
        }
    }

    private Map<String, String> settings() {
        if (cassandraNodes != 1 && !hasRing()) {
            throw new EngineException("--cassandra-nodes is " + cassandraNodes + ", must be 1 or 3.");
        }
        Map<String, String> settings = new HashMap<>(LocalCluster.FOR_LOAD);
        settings.put(LocalCluster.REPLICATION_FACTOR, Integer.toString(cassandraNodes));
        return settings;
    }

    private TorturePlan plan() {
        if (nodes < 2 || nodes > MOST_NODES) {
            throw new EngineException("--nodes is " + nodes + ", must be between 2 and " + MOST_NODES + ".");
        }
        if (clients < FEWEST_CLIENTS || rate < 0 || warm < 0) {
            throw new EngineException(
                    "--clients must be at least " + FEWEST_CLIENTS + ", --rate and --warm not below 0.");
        }
        return new TorturePlan(
                nodes,
                seed,
                Duration.ofSeconds(seconds),
                faults.isEmpty() ? Torture.possible(hasRing()) : wanted(),
                clients,
                rate == 0 ? TorturePlan.USUAL_RATE * clients : rate,
                Duration.ofSeconds(warm));
    }

    private boolean hasRing() {
        return cassandraNodes == CassandraRing.NODES;
    }

    private List<FaultKind> wanted() {
        List<FaultKind> kinds = new ArrayList<>();
        for (String name : faults) {
            FaultKind wanted = Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.word().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new EngineException("--faults: there is no " + name + ", only " + FaultKind.words() + "."));
            if (hasRing() && !wanted.isForRing()) {
                throw new EngineException("--faults " + name + " can't be done with --cassandra-nodes 3.");
            }
            kinds.add(wanted);
        }
        return kinds;
    }
}
