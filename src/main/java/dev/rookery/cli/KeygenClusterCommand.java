package dev.rookery.cli;

import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
        name = "cluster",
        description = {
            "Writes what the nodes of one cluster know each other by: a secret, and certificates for TLS between them.",
            "Every node of a cluster uses the same directory."
        },
        mixinStandardHelpOptions = true)
final class KeygenClusterCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Where to; existing files are never overwritten.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        try {
            ClusterCredentials.create(directory, Clock.systemUTC());
        } catch (FileAlreadyExistsException e) {
            throw new EngineException(e.getFile() + " exists already, and credentials are never overwritten.", e);
        }
        System.out.println("Wrote " + directory + " (name it in ROOKERY_CLUSTER_CREDENTIALS on every node).");
        return ExitCode.OK;
    }
}
