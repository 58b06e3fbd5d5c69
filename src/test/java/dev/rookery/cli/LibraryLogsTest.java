package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Libraries that log by java.util.logging, as Caffeine does. */
class LibraryLogsTest {
    private static final String LIBRARY = "dev.rookery.a.library";

    private final Logger log = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LIBRARY);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
        SLF4JBridgeHandler.uninstall();
    }

    @Test
    void theirLinesAreOursAfterAnyCommand() {
        assertThat(RookeryCommand.run("--version")).isZero();

        java.util.logging.Logger library = java.util.logging.Logger.getLogger(LIBRARY);
        library.log(Level.SEVERE, "could not be refreshed", new IllegalStateException("away"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(ch.qos.logback.classic.Level.ERROR);
            assertThat(line.getFormattedMessage()).isEqualTo("could not be refreshed");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("away");
        });
        assertThat(java.util.logging.Logger.getLogger("").getHandlers())
                .as("nothing is written past it")
                .hasOnlyElementsOfType(SLF4JBridgeHandler.class);
    }
}
