package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DevCommandTest {
    private final StringWriter errors = new StringWriter();
    private final CommandLine command = RookeryCommand.commandLine().setErr(new PrintWriter(errors, true));

    @ParameterizedTest
    @CsvSource({"--port, 99999", "--port, 0", "--management-port, 70000", "--nodes, 10", "--port, many"})
    void aNumberThatCannotBeIsOneSentence(String option, String value) {
        assertThat(command.execute("dev", option, value)).isEqualTo(2);

        assertThat(errors.toString()).contains(option, value).doesNotContain("\tat ", "Exception");
    }
}
