package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.auth.SigningKey;
import dev.rookery.credentials.ClusterCredentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeygenCommandTest {
    @TempDir
    Path directory;

    @Test
    void writesAKeyThatANodeReadsAndOnlyItsOwner() throws Exception {
        Path file = directory.resolve("key.pem");

        assertThat(RookeryCommand.run("keygen", file.toString())).isZero();

        assertThat(SigningKey.load("signingKeyFile", file)).isNotNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void neverOverwritesAKey() throws Exception {
        Path file = Files.writeString(directory.resolve("key.pem"), "precious");
        StringWriter errors = new StringWriter();
        CommandLine command = RookeryCommand.commandLine().setErr(new PrintWriter(errors, true));

        assertThat(command.execute("keygen", file.toString())).isEqualTo(1);

        assertThat(file).hasContent("precious");
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines(file + " exists already, and a key is never overwritten.");
    }

    @Test
    void writesCredentialsThatNodesReadAndNeverOverwritesThem() throws Exception {
        Path credentials = directory.resolve("cluster");

        assertThat(RookeryCommand.run("keygen", "cluster", credentials.toString()))
                .isZero();

        assertThat(ClusterCredentials.load(credentials, true, Clock.systemUTC()).tls())
                .isPresent();
        StringWriter errors = new StringWriter();
        CommandLine command = RookeryCommand.commandLine().setErr(new PrintWriter(errors, true));
        assertThat(command.execute("keygen", "cluster", credentials.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("exists already");
    }

    @Test
    void wantsAFile() {
        StringWriter errors = new StringWriter();
        CommandLine command = RookeryCommand.commandLine().setErr(new PrintWriter(errors, true));

        assertThat(command.execute("keygen")).isEqualTo(2);
        assertThat(errors.toString()).contains("FILE");
    }
}
