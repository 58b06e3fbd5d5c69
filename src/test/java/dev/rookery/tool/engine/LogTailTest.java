package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path directory;

    @Test
    void saysThatTheDiskIsFullRatherThanWhatFollowedFromIt() throws Exception {
        assertThat(
                        reason(
                                """
                        INFO starting
                        java.io.IOException: No space left on device
                        ERROR Exiting due to error while processing commit log
                        """))
                .isEqualTo("the disk is full, make room or give another directory with --data");
    }

    @Test
    void findsTheLastErrorAmongOtherLines() throws Exception {
        assertThat(reason("ERROR one\nINFO two\n2026-11-22 ERROR [main] three\n    at four\nINFO five\n"))
                .isEqualTo("2026-11-22 ERROR [main] three");
    }

    @Test
    void fallsBackToTheLastLine() throws Exception {
        assertThat(reason("INFO one\n\nINFO two\n\n")).isEqualTo("INFO two");
    }

    @Test
    void readsOnlyTheEndOfALongLog() throws Exception {
        assertThat(reason("ERROR long ago\n" + "INFO some line\n".repeat(100_000)))
                .isEqualTo("INFO some line");
    }

    @Test
    void hasNothingToSayOfAnEmptyOrMissingLog() throws Exception {
        assertThat(reason("")).isEmpty();
        assertThat(LogTail.of(directory.resolve("missing")).reason()).isEmpty();
    }

    private String reason(String log) throws Exception {
        return LogTail.of(Files.writeString(directory.resolve("some.log"), log)).reason();
    }
}
