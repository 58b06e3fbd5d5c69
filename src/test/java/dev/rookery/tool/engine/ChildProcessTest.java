package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration LONG = Patience.LIMIT;

    @TempDir
    Path directory;

    private ChildRegistry registry;

    @BeforeEach
    void makeRegistry() {
        registry = new ChildRegistry(directory);
    }

    @Test
    void keepsTheLogOfTheRunBefore() throws Exception {
        assertThat(shell("echo first").endsWithin(LONG)).isTrue();
        assertThat(shell("echo second $GREETING").endsWithin(LONG)).isTrue();

        assertThat(directory.resolve("some.log")).hasContent("second hello");
        assertThat(directory.resolve("some.log.1")).hasContent("first");
    }

    @Test
    void tellsHowItEnded() {
        ChildProcess child = shell("echo fine; echo 'ERROR the roof fell in'; echo bye; exit 3");

        assertThat(child.endsWithin(LONG)).isTrue();

        assertThat(child.obituary())
                .startsWith("some ended with exit code 3: ERROR the roof fell in (log: ")
                .endsWith("some.log)");
    }

    @Test
    void tellsWhichSignalEndedItAndWhoUsuallySendsIt() {
        ChildProcess child = shell("echo 'ERROR of long ago'; kill -9 $$");

        assertThat(child.endsWithin(LONG)).isTrue();

        assertThat(child.obituary())
                .startsWith("some was ended by signal 9 (SIGKILL): ")
                .contains("kill -9", "out of memory", "some.log");
        // The directory of the test has a number of its own, which may contain anything.
        assertThat(child.obituary().replace(directory.toString(), "")).doesNotContain("long ago", "137");
    }

    @Test
    void isGoneFromTheRegistryOnceStopped() {
        ChildProcess child = shell("exec sleep 600");
        assertThat(directory.resolve("some.child")).exists();

        child.stop();

        assertThat(child.isAlive()).isFalse();
        assertThat(directory.resolve("some.child")).doesNotExist();
    }

    @Test
    void isKilledWhenItsGraceWasNotEnough() {
        ChildProcess child = start("trap '' TERM; while :; do sleep 1; done", Duration.ofMillis(50));

        child.stop();

        assertThat(child.isAlive()).isFalse();
    }

    /** Ctrl-C goes to every process of the terminal's foreground group; a child must not be in it, or not listen. */
    @Test
    void isNotReachedByTheInterruptOfATerminal() throws Exception {
        ChildProcess child = shell("exec sleep 600");
        try {
            String group = output("ps", "-o", "pgid=", "-p", Long.toString(child.pid()));
            String ours = output(
                    "ps",
                    "-o",
                    "pgid=",
                    "-p",
                    Long.toString(ProcessHandle.current().pid()));
            boolean deaf = output("ps", "-o", "ignored=", "-p", Long.toString(child.pid()))
                    .matches(".*[2367abef].$");

            assertThat(!group.equals(ours) || deaf).isTrue();
        } finally {
            child.kill();
        }
    }

    @Test
    void saysWhatCannotBeStarted() {
        ChildProcess.Command command = new ChildProcess.Command(
                "some", List.of("sh"), Map.of(), directory.resolve("missing"), directory.resolve("some.log"), LONG);

        assertThatThrownBy(() -> ChildProcess.start(command, registry))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("Cannot start some: ");
    }

    private ChildProcess shell(String script) {
        return start(script, LONG);
    }

    private ChildProcess start(String script, Duration grace) {
        return ChildProcess.start(
                new ChildProcess.Command(
                        "some",
                        List.of("sh", "-c", script),
                        Map.of("GREETING", "hello"),
                        directory,
                        directory.resolve("some.log"),
                        grace),
                registry);
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
