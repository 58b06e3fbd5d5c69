package dev.rookery.testkit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;

/** Writes each event to the file of the test class that answers for it; named in {@code logback-test.xml}. */
public final class TestLog extends OutputStreamAppender<ILoggingEvent> {
    @Override
    public void start() {
        setOutputStream(TestOutput.logs());
        super.start();
    }
}
