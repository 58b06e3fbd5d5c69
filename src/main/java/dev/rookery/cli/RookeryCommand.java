package dev.rookery.cli;

import dev.rookery.domain.ChatId;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The tree of commands. */
@Command(
        name = "rookery",
        description = "Self-hosted, clustered chat server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            ServeCommand.class,
            ConnectCommand.class,
            KeygenCommand.class,
            SchemaCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            TortureCommand.class,
            HelpCommand.class
        })
public final class RookeryCommand {
    private RookeryCommand() {}

    /** Runs what the arguments say; returns the exit code: 0 done, 1 failed, 2 wrong arguments or configuration. */
    public static int run(String... args) {
        if (args.length == 0 || !args[0].equals("serve")) {
            logForPeople();
        }
        // Hazelcast reads its own setting of this only after it has begun to talk.
        System.setProperty("hazelcast.logging.type", "slf4j");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return commandLine().execute(args);
    }

    /** Whoever runs another command wants its output, and of the log only what went wrong. */
    private static void logForPeople() {
        if (System.getenv("ROOKERY_LOG_FORMAT") == null) {
            System.setProperty("ROOKERY_LOG_FORMAT", "plain");
        }
        if (System.getenv("ROOKERY_LOG_LEVEL") == null) {
            System.setProperty("ROOKERY_LOG_LEVEL", "WARN");
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new RookeryCommand())
                .setExecutionExceptionHandler(new FailureHandler())
                .registerConverter(ChatId.class, ChatId::parse)
                .setUsageHelpAutoWidth(true);
    }
}
