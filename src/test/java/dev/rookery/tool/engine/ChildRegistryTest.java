package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRegistryTest {
    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void endsAnOrphanOfAKilledParentAndNamesIt() throws Exception {
        Process orphan = someProcess();
        new ChildRegistry(directory).add("redis", orphan.pid());

        List<String> ended = new ChildRegistry(directory).endOrphans();

        assertThat(ended).containsExactly("redis (process " + orphan.pid() + ")");
        assertThat(orphan.isAlive()).isFalse();
        assertThat(new ChildRegistry(directory).endOrphans()).isEmpty();
    }

    @Test
    void killsAnOrphanThatDoesNotEndWhenAsked() throws Exception {
        Process deaf = started("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done");
        assertThat(deaf.inputReader().readLine()).isEqualTo("deaf");
        new ChildRegistry(directory).add("node-1", deaf.pid());

        List<String> ended = new ChildRegistry(directory, java.time.Duration.ofMillis(50)).endOrphans();

        assertThat(ended).hasSize(1);
        assertThat(deaf.isAlive()).isFalse();
    }

    @Test
    void leavesAnotherProcessAloneThatGotTheSameId() throws Exception {
        Process stranger = someProcess();
        Files.writeString(directory.resolve("redis.child"), stranger.pid() + " another-boot:12345\n");

        List<String> ended = new ChildRegistry(directory).endOrphans();

        assertThat(ended).isEmpty();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void forgetsAChildThatEndedInOrder() throws Exception {
        Process child = someProcess();
        ChildRegistry registry = new ChildRegistry(directory);
        registry.add("redis", child.pid());

        registry.remove("redis");

        assertThat(registry.endOrphans()).isEmpty();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void passesOverARecordThatWasHalfWrittenWhenTheParentWasKilled() throws Exception {
        Files.writeString(directory.resolve("redis.child"), "12");
        Files.writeString(directory.resolve("node-1.child"), "");

        assertThat(new ChildRegistry(directory).endOrphans()).isEmpty();
    }

    private Process someProcess() throws IOException {
        return started("sleep", "600");
    }

    private Process started(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }
}
