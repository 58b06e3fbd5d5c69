package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.testkit.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    private static final Duration GRACE = Patience.LIMIT;

    @Test
    void endsAProcessThatRuns() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "600").start();

        Processes.end(List.of(sleeper.toHandle()), GRACE);

        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void aProcessThatNobodyAskedForItsExitCodeHasEnded() throws IOException {
        // The shell turns into a program that does not know of its child.
        Process parent = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read wait' & exec sleep 600").start();
        try (BufferedReader out = parent.inputReader()) {
            long child = Long.parseLong(out.readLine());
            await().untilAsserted(() -> assertThat(ProcessIdentity.of(child)).isEmpty());

            Processes.end(List.of(ProcessHandle.of(child).orElseThrow()), GRACE);
        } finally {
            Processes.end(List.of(parent.toHandle()), GRACE);
        }
    }
}
