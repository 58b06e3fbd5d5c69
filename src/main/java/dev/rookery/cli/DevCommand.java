package dev.rookery.cli;

import dev.rookery.tool.dev.DevOptions;
import dev.rookery.tool.dev.DevSupervisor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dev",
        description = {
            "Runs everything on this machine: a real Cassandra, a real Redis and one or more nodes, all on loopback.",
            "Ctrl-C ends it all; the data stays. To use engines of your own, set ROOKERY_CASSANDRA_CONTACT_POINTS or"
                    + " ROOKERY_REDIS_ADDRESS (or name them in --config): then none is started."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class DevCommand implements Callable<Integer> {
    private static final int MOST_NODES = 9;
    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "How many nodes, in one cluster.")
    private int nodes;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "HTTP and WebSocket of the first node; the next nodes count up.")
    private int port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "9080",
            description = "Health and metrics of the first node; the next nodes count up.")
    private int managementPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where the nodes listen for clients; 0.0.0.0 for every interface of this machine.")
    private String host = "";

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "Where data and logs are kept.")
    private Path data = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings of every node in HOCON or JSON.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--cassandra-heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "Heap of Cassandra, in the form of -Xmx.")
    private String cassandraHeap = "";

    @Option(
            names = "--node-heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "Heap of each node, in the form of -Xmx.")
    private String nodeHeap = "";

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        DevSupervisor supervisor = new DevSupervisor(options(), System.out);
        StopSignals.install(supervisor::stop, () -> {
            supervisor.kill();
            Runtime.getRuntime().halt(StopSignals.EXIT_CODE);
        });
        supervisor.run();
        return ExitCode.OK;
    }

    private DevOptions options() {
        requireBetween("--nodes", nodes, MOST_NODES);
        requireBetween("--port", port, HIGHEST_PORT - nodes + 1);
        requireBetween("--management-port", managementPort, HIGHEST_PORT - nodes + 1);
        return new DevOptions(
                nodes, host, port, managementPort, data, config, cassandraHeap, nodeHeap, System.getenv());
    }

    private void requireBetween(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", must be between 1 and " + most + ".");
        }
    }
}
