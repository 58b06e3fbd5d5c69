package dev.rookery.cli;

import dev.rookery.config.RookeryConfig;
import dev.rookery.node.RookeryNode;
import dev.rookery.node.Settings;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.engine.FreePorts;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Runs one node until it is told to stop (SIGTERM or Ctrl-C): then it drains and ends.",
            "Settings come from the built-in defaults, the file and the environment, each over the one before."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** What closing the clients may take after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /** The supervisor should start a new node. */
    private static final int EXIT_CODE_FATAL = 3;

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON or JSON.")
    private Optional<Path> config = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, ExecutionException, TimeoutException {
        RookeryConfig settings = Settings.load(config, System.getenv());
        log.atInfo()
                .addKeyValue("version", String.join(" ", new Version().getVersion()))
                .addKeyValue("name", settings.node().name())
                .addKeyValue("process", ProcessHandle.current().pid())
                .log("node starts");
        StartChecks.check(settings, Runtime.getRuntime().maxMemory());
        StopSignals.install(
                () -> stop.complete(null), () -> Runtime.getRuntime().halt(StopSignals.EXIT_CODE));
        CompletableFuture<RookeryNode> starting =
                RookeryNode.start(settings).toCompletionStage().toCompletableFuture();
        try {
            CompletableFuture.anyOf(starting, stop).get();
        } catch (ExecutionException e) {
            throw explained(e, settings);
        }
        // A node that has not started yet holds nothing: it just ends.
        return starting.isDone() ? serve(starting.get(), settings) : ExitCode.OK;
    }

    private int serve(RookeryNode node, RookeryConfig settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<String> fatal = node.fatal().toCompletionStage().toCompletableFuture();
        CompletableFuture.anyOf(stop, fatal).get();
        if (fatal.isDone()) {
            // No drain: what this node holds is no longer its own.
            log.atError().addKeyValue("reason", fatal.get()).log("node ends");
            Runtime.getRuntime().halt(EXIT_CODE_FATAL);
        }
        Duration patience = settings.node().drainTimeout().plus(CLOSING);
        node.stop().toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return ExitCode.OK;
    }

    /** That an address is in use does not say which. */
    private static ExecutionException explained(ExecutionException failure, RookeryConfig settings) {
        if (!(FailureHandler.unwrapped(failure) instanceof BindException cause)) {
            return failure;
        }
        return new ExecutionException(new EngineException(
                "A port of this node cannot be listened on (" + cause.getMessage() + "): "
                        + state(
                                "http.port",
                                settings.http().host(),
                                settings.http().port())
                        + state(
                                "management.port",
                                settings.management().host(),
                                settings.management().port())
                        + "choose another or stop what uses it.",
                cause));
    }

    private static String state(String setting, String host, int port) {
        return FreePorts.isFree(host, port) ? "" : "rookery." + setting + " " + port + " is in use; ";
    }
}
