package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void isUsedByOneParentAtATime() {
        try (DataDirectory first = DataDirectory.open(directory)) {
            assertThat(first.root()).isEqualTo(directory);

            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void isClosedToOthersWhenItIsMade() throws Exception {
        Path made = directory.resolve("data");
        DataDirectory.open(made).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatWasThereKeepsItsPermissions() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        DataDirectory.open(directory).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void canBeUsedAgainOnceClosed() {
        DataDirectory.open(directory).close();

        try (DataDirectory second = DataDirectory.open(directory)) {
            assertThat(second.log("redis").getParent()).isDirectory();
        }
    }

    @Test
    void saysWhatIsWrongWithAPlaceThatCannotHoldIt() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot be used")
                .hasMessageContaining("--data");
    }
}
