package dev.rookery.testkit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.OutputStreamAppender;

/** Writes each event to the file of the test class that answers for it; named in {@code logback-test.xml}. */
public final class TestLog extends OutputStreamAppender<ILoggingEvent> {
    private static final String OF_CALLBACKS = "io.vertx.core.impl.ContextImpl";

    @Override
    public void start() {
        setOutputStream(TestOutput.logs());
        super.start();
    }

    /** An assertion that fails in a callback would be a line in the log and no more. */
    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        if (event.getLoggerName().equals(OF_CALLBACKS)
                && event.getThrowableProxy() instanceof ThrowableProxy thrown
                && thrown.getThrowable() instanceof AssertionError failure
                && byATest(failure)) {
            UncaughtExceptions.keep(Thread.currentThread(), failure);
        }
    }

    private static boolean byATest(AssertionError failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return stack.length > 0
                && (stack[0].getClassName().startsWith("dev.rookery.")
                        || stack[0].getClassName().startsWith("org.assertj."));
    }
}
