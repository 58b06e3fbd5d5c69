package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much later than asked Linux may wake the threads of a child process, as {@code TimerSlackNSec} of systemd. A process
 * inherits it from the thread that starts it (proc(5), {@code /proc/PID/timerslack_ns}), which needs no privilege. Where
 * there is no such thing, children are started as ever.
 */
final class TimerSlack {
    private static final Logger log = LoggerFactory.getLogger(TimerSlack.class);
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    private static final String DEFAULT = "0";

    private final Duration slack;

    TimerSlack(Duration slack) {
        this.slack = slack;
    }

    /** Runs it on this thread; processes that it starts have the slack, the thread has its own back afterwards. */
    <T> T whileStarting(Supplier<T> start) {
        set(Long.toString(slack.toNanos()));
        try {
            return start.get();
        } finally {
            set(DEFAULT);
        }
    }

    private static void set(String nanos) {
        try {
            Path thread = Files.readSymbolicLink(THIS_THREAD).getFileName();
            Files.writeString(Path.of("/proc", String.valueOf(thread), "timerslack_ns"), nanos);
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.toString()).log("timers of children keep their slack");
        }
    }
}
