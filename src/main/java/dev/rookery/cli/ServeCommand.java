package dev.rookery.cli;

import dev.rookery.config.ConfigLoader;
import dev.rookery.config.RookeryConfig;
import dev.rookery.node.RookeryNode;
import io.vertx.core.Future;
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

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON or JSON.")
    private Optional<Path> config = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, ExecutionException, TimeoutException {
        RookeryConfig settings = ConfigLoader.load(config, System.getenv());
        CompletableFuture<Void> stop = new CompletableFuture<>();
        StopSignals.install(
                () -> stop.complete(null), () -> Runtime.getRuntime().halt(StopSignals.EXIT_CODE));
        RookeryNode node = RookeryNode.start(settings)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Future<String> fatal = node.fatal();
        CompletableFuture<String> ended = fatal.toCompletionStage().toCompletableFuture();
        CompletableFuture.anyOf(stop, ended).join();
        if (ended.isDone()) {
            // No drain: what this node holds is no longer its own.
            log.atError().addKeyValue("reason", ended.join()).log("node ends");
            Runtime.getRuntime().halt(EXIT_CODE_FATAL);
        }
        Duration patience = settings.node().drainTimeout().plus(CLOSING);
        node.stop().toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return ExitCode.OK;
    }
}
