package dev.rookery.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The standard output with one warning or error of a kind in a second: a store that is away is one fault, not as many as
 * there are requests. A full disk else brings 3,000 lines of stack traces a second. Faults are of one kind if logger, level
 * and exception are the same, and the message but for its numbers and ids.
 */
public final class LimitedConsole extends OutputStreamAppender<ILoggingEvent> {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_KINDS = 200;
    /** Longer words of messages are not looked at. */
    private static final int LONGEST = 200;

    private static final Pattern NUMBERS = Pattern.compile("[0-9a-f]*[0-9][0-9a-f]*");

    private final OutputStream out;
    private final LongSupplier clock;
    private final FaultLimit<ILoggingEvent> limit = new FaultLimit<>(INTERVAL_NANOS, MOST_KINDS);
    private @Nullable ScheduledFuture<?> settling;

    public LimitedConsole() {
        this(ConsoleTarget.SystemOut.getStream(), System::nanoTime);
    }

    LimitedConsole(OutputStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void start() {
        setOutputStream(out);
        super.start();
        settling = getContext()
                .getScheduledExecutorService()
                .scheduleWithFixedDelay(this::settle, INTERVAL_NANOS, INTERVAL_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        if (settling != null) {
            settling.cancel(false);
        }
        write(leftOut(Long.MAX_VALUE / 2));
        super.stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String node = LogOrigin.of(getContext());
        if (node != null) {
            add(LogOrigin.KEY, node, event);
        }
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            super.append(event);
            return;
        }
        OptionalLong before;
        synchronized (limit) {
            before = limit.admit(kind(event), event, clock.getAsLong());
        }
        if (before.isPresent()) {
            super.append(with(event, before.getAsLong()));
        } else {
            event.prepareForDeferredProcessing();
        }
    }

    /** Tells of what was left out and is not followed by anything alike. */
    void settle() {
        write(leftOut(clock.getAsLong()));
    }

    private List<FaultLimit.LeftOut<ILoggingEvent>> leftOut(long now) {
        synchronized (limit) {
            return limit.settle(now);
        }
    }

    private void write(List<FaultLimit.LeftOut<ILoggingEvent>> leftOut) {
        leftOut.forEach(rest -> super.append(with(rest.last(), rest.count())));
    }

    private static ILoggingEvent with(ILoggingEvent event, long leftOut) {
        if (leftOut > 0) {
            add("leftOut", leftOut, event);
        }
        return event;
    }

    private static void add(String key, Object value, ILoggingEvent event) {
        if (event instanceof LoggingEvent open) {
            open.addKeyValuePair(new KeyValuePair(key, value));
        }
    }

    private static String kind(ILoggingEvent event) {
        String message = String.valueOf(event.getMessage());
        String exception = event.getThrowableProxy() == null
                ? ""
                : event.getThrowableProxy().getClassName();
        return event.getLevel() + " " + event.getLoggerName() + " " + exception + " "
                + NUMBERS.matcher(message.substring(0, Math.min(message.length(), LONGEST)))
                        .replaceAll("#");
    }
}
