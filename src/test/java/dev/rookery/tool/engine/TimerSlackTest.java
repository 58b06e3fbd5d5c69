package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class TimerSlackTest {
    private static final Duration SLACK = Duration.ofNanos(123_000);

    @Test
    @EnabledOnOs(OS.LINUX)
    void childrenThatAreStartedMeanwhileHaveItAndLaterOnesDoNot() throws IOException, InterruptedException {
        String before = slackOf(ProcessHandle.current().pid());
        Process with = new TimerSlack(SLACK).whileStarting(TimerSlackTest::child);
        Process without = child();
        try {
            assertThat(slackOf(with.pid())).isEqualTo(Long.toString(SLACK.toNanos()));
            assertThat(slackOf(without.pid())).isEqualTo(before);
        } finally {
            with.destroyForcibly().waitFor();
            without.destroyForcibly().waitFor();
        }
    }

    private static String slackOf(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/timerslack_ns")).trim();
    }

    private static Process child() {
        try {
            return new ProcessBuilder("sleep", "60").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
