package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
    @TempDir
    Path directory;

    private final StringWriter errors = new StringWriter();
    private final CommandLine command = RookeryCommand.commandLine().setErr(new PrintWriter(errors, true));

    @Test
    void listsEveryViolationOfTheConfigurationAtOnce() throws Exception {
        Path file = Files.writeString(
                directory.resolve("rookery.conf"),
                """
                rookery.http.port = 70000
                rookery.node.roles = [dancer]
                rookery.auth.signingKeyFile = /nowhere
                """);

        assertThat(command.execute("serve", "--config", file.toString())).isEqualTo(2);

        assertThat(errors.toString())
                .contains("rookery.http.port", "rookery.node.roles", "rookery.auth.signingKeyFile")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(command.execute(
                        "serve", "--config", directory.resolve("missing.conf").toString()))
                .isEqualTo(2);

        assertThat(errors.toString()).contains("missing.conf").doesNotContain("\tat ");
    }

    @Test
    void refusesAnUnknownCommand() {
        assertThat(command.execute("dance")).isEqualTo(2);
    }
}
