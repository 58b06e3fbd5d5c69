package dev.rookery.cli;

import dev.rookery.config.ConfigLoader;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.store.cassandra.CassandraSchema;
import dev.rookery.store.cassandra.schema.SchemaStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        description = "Shows or updates the schema in Cassandra. Needs of the settings only those of Cassandra.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SchemaCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "apply",
            description = {
                "Creates the keyspace if there is none and applies the schema files that it lacks.",
                "Safe to repeat, and to run while nodes start."
            },
            mixinStandardHelpOptions = true)
    int apply(
            @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON or JSON.")
                    Optional<Path> config) {
        print(run(config, CassandraSchema::apply));
        return ExitCode.OK;
    }

    @Command(
            name = "status",
            description = "Shows which schema files were applied and which are pending. Exits with 1 if any is.",
            mixinStandardHelpOptions = true)
    int status(
            @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON or JSON.")
                    Optional<Path> config) {
        SchemaStatus status = run(config, CassandraSchema::status);
        print(status);
        return status.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static SchemaStatus run(
            Optional<Path> file, BiFunction<Vertx, CassandraConfig, Future<SchemaStatus>> work) {
        CassandraConfig config = ConfigLoader.loadCassandra(file, System.getenv());
        Vertx vertx = Vertx.vertx();
        try {
            return work.apply(vertx, config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void print(SchemaStatus status) {
        CommandLine command = spec.commandLine();
        PrintWriter out = command.getOut();
        out.println("Keyspace " + status.keyspace());
        status.applied().forEach(file -> out.println("  " + file.file() + "  applied " + file.at()));
        status.pending().forEach(file -> out.println("  " + file + "  pending"));
        out.println(
                status.complete()
                        ? "The schema is up to date."
                        : "The schema is not up to date: run `rookery schema apply`.");
        out.flush();
    }
}
