package dev.rookery.logging;

import ch.qos.logback.core.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Which node a line is of, where lines of many nodes come together. */
public final class LogOrigin {
    /** What lines call it. */
    static final String KEY = "self";

    private LogOrigin() {}

    /** From now on every line of this process has the name. */
    public static void name(String node) {
        if (LoggerFactory.getILoggerFactory() instanceof Context context) {
            context.putProperty(KEY, node);
        }
    }

    /** Null before it is known. */
    static @Nullable String of(Context context) {
        return context.getProperty(KEY);
    }
}
