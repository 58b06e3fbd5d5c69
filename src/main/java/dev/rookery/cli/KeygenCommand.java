package dev.rookery.cli;

import dev.rookery.auth.SigningKeyFile;
import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = "Writes a new private key that signs tokens. Every node of a cluster uses the same one.",
        subcommands = KeygenClusterCommand.class,
        synopsisSubcommandLabel = "[cluster DIR]",
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to; an existing file is never overwritten.")
    private Optional<Path> wanted = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Path file = wanted.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "Missing required parameter: FILE"));
        try {
            SigningKeyFile.create(file);
        } catch (FileAlreadyExistsException e) {
            throw new EngineException(file + " exists already, and a key is never overwritten.", e);
        }
        System.out.println("Wrote " + file + " (name it in ROOKERY_AUTH_SIGNING_KEY_FILE on every node).");
        return ExitCode.OK;
    }
}
