package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Engines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SchemaCommandIT {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine rookery =
            RookeryCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @Test
    void schemaIsPendingUntilItIsApplied() throws IOException {
        String config = config(Engines.cassandra().toString());

        assertThat(rookery.execute("schema", "status", "--config", config)).isEqualTo(1);
        assertThat(out.toString())
                .contains("V001__accounts.cql  pending")
                .contains("The schema is not up to date: run `rookery schema apply`.");

        assertThat(rookery.execute("schema", "apply", "--config", config)).isZero();
        assertThat(rookery.execute("schema", "status", "--config", config)).isZero();
        assertThat(out.toString()).contains("V001__accounts.cql  applied ").contains("The schema is up to date.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongSettingsAreAnErrorOfUsageThatNamesThem() throws IOException {
        String config = config("nonsense");

        assertThat(rookery.execute("schema", "status", "--config", config)).isEqualTo(2);
        assertThat(err.toString()).contains("rookery.cassandra.contactPoints");
    }

    private String config(String contactPoint) throws IOException {
        String text = "rookery.cassandra { contactPoints = [\"" + contactPoint + "\"], keyspace = "
                + Engines.freshKeyspace() + " }";
        return Files.writeString(directory.resolve("rookery.conf"), text).toString();
    }
}
