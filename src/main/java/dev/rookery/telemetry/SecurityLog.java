package dev.rookery.telemetry;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells operators whom the node refused, and why: one line for the first time and one for all that follow within some
 * seconds, so that an attack leaves a trace and does not fill the disk. Never what was tried: neither passwords nor tokens
 * nor names that nobody has. Any thread.
 */
public final class SecurityLog {
    private static final Logger log = LoggerFactory.getLogger("dev.rookery.security");
    private static final long QUIET = Duration.ofSeconds(10).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int LINES_PER_SECOND = 20;
    private static final int MOST_TALLIES = 2_000;
    private static final String OTHERS = "others";

    private final LongSupplier nanoTime;
    private final Consumer<Refusals> sink;
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private long secondBegan;
    private int linesOfSecond;

    public SecurityLog() {
        this(System::nanoTime, SecurityLog::write);
    }

    SecurityLog(LongSupplier nanoTime, Consumer<Refusals> sink) {
        this.nanoTime = nanoTime;
        this.sink = sink;
        this.secondBegan = nanoTime.getAsLong();
    }

    /**
     * What is summed up in one line.
     *
     * @param attempt what was refused, one of few
     * @param address where it came from
     */
    record Kind(String attempt, ErrorCode code, String address) {}

    /**
     * One line.
     *
     * @param user whose account it was about, the last one of them; null if nobody knows
     * @param count how many since the last line of this kind
     */
    record Refusals(Kind kind, @Nullable UserId user, long count) {}

    private static final class Tally {
        private long toldAt;
        private long count;
        private @Nullable UserId user;
    }

    /** @param attempt an operation of the contract, or another name out of few */
    public synchronized void refused(String attempt, ErrorCode code, @Nullable UserId user, String address) {
        long now = nanoTime.getAsLong();
        Kind kind = new Kind(attempt, code, address);
        if (!tallies.containsKey(kind) && tallies.size() >= MOST_TALLIES) {
            kind = new Kind(attempt, code, OTHERS);
        }
        Tally tally = tallies.computeIfAbsent(kind, unseen -> {
            Tally begun = new Tally();
            begun.toldAt = now - QUIET;
            return begun;
        });
        tally.count++;
        tally.user = user;
        tell(kind, tally, now);
    }

    /** Tells what was only counted; to be called about once a second. */
    public synchronized void flush() {
        long now = nanoTime.getAsLong();
        tallies.forEach((kind, tally) -> tell(kind, tally, now));
        tallies.values().removeIf(tally -> tally.count == 0 && now - tally.toldAt >= QUIET);
    }

    private void tell(Kind kind, Tally tally, long now) {
        if (tally.count == 0 || now - tally.toldAt < QUIET || !mayWrite(now)) {
            return;
        }
        sink.accept(new Refusals(kind, tally.user, tally.count));
        tally.toldAt = now;
        tally.count = 0;
    }

    private boolean mayWrite(long now) {
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            linesOfSecond = 0;
        }
        return linesOfSecond++ < LINES_PER_SECOND;
    }

    private static void write(Refusals refusals) {
        LoggingEventBuilder line = log.atInfo()
                .addKeyValue("security", refusals.kind().attempt())
                .addKeyValue("code", refusals.kind().code().wireName())
                .addKeyValue("address", refusals.kind().address())
                .addKeyValue("count", refusals.count());
        UserId user = refusals.user();
        (user == null ? line : line.addKeyValue("user", user)).log("refused");
    }
}
