package dev.rookery.cli;

import dev.rookery.config.InvalidConfigException;
import dev.rookery.domain.RookeryException;
import dev.rookery.store.cassandra.CassandraStartException;
import dev.rookery.store.cassandra.schema.SchemaException;
import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw into one sentence and an exit code. A stack trace is logged only for what is a bug. */
final class FailureHandler implements IExecutionExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        Throwable cause = unwrapped(failure);
        command.getErr().println(sentence(cause));
        command.getErr().flush();
        if (!isExpected(cause)) {
            log.atError().setCause(cause).log("command failed");
        }
        return cause instanceof InvalidConfigException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static boolean isExpected(Throwable cause) {
        return isSentence(cause) || cause instanceof RookeryException || cause instanceof IOException;
    }

    /** Whether the message by itself says what is wrong and what to do. */
    private static boolean isSentence(Throwable cause) {
        return cause instanceof InvalidConfigException
                || cause instanceof EngineException
                || cause instanceof SchemaException
                || cause instanceof CassandraStartException;
    }

    static String sentence(Throwable cause) {
        String message = cause.getMessage();
        if (isSentence(cause)) {
            return String.valueOf(message);
        }
        String name = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }

    /** Futures wrap what failed. */
    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
