package dev.rookery.tool.bench;

import java.time.Duration;

/**
 * When each message of an open loop is due. While it warms up the rate rises evenly from nothing, for a server whose code
 * is not compiled yet takes a small part of what it takes later, and would be measured digging itself out.
 */
final class Timetable {
    private static final double NANOS = 1e9;

    private final double rate;
    private final double warm;
    /** Messages of the warm-up. */
    private final double early;

    /** @param rate messages a second once it is warm */
    Timetable(double rate, Duration warm) {
        this.rate = rate;
        this.warm = warm.toNanos() / NANOS;
        this.early = rate * this.warm / 2;
    }

    /** Nanoseconds after the begin at which a message is due, the first being number 0. */
    long due(long number) {
        double seconds = number < early ? Math.sqrt(2 * number * warm / rate) : warm + (number - early) / rate;
        return (long) (seconds * NANOS);
    }
}
