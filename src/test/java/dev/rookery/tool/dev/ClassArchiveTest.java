package dev.rookery.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path directory;

    @Test
    void oneNodeWritesItAndLaterOnesUseIt() throws Exception {
        ClassArchive archive = archive();
        assertThat(archive.options(false)).isEmpty();
        String write = archive.options(true).get(0);
        assertThat(write).startsWith("-XX:ArchiveClassesAtExit=");

        Files.write(Path.of(write.substring(write.indexOf('=') + 1)), new byte[] {(byte) 0xf0, 1, 2});

        assertThat(archive.options(false))
                .singleElement()
                .satisfies(option -> assertThat(option).startsWith("-XX:SharedArchiveFile="))
                .satisfies(option -> assertThat(Path.of(option.substring(option.indexOf('=') + 1)))
                        .exists());
    }

    @Test
    void oneThatWasCutOffIsWrittenAgain() throws Exception {
        String write = archive().options(true).get(0);
        Files.write(Path.of(write.substring(write.indexOf('=') + 1)), new byte[100]);

        assertThat(archive().options(true)).contains(write);
        assertThat(archive().options(false)).isEmpty();
    }

    private ClassArchive archive() {
        return new ClassArchive(directory.resolve("rookery.jar"));
    }
}
