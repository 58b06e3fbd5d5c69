package dev.rookery.tool.torture;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is done.
 *
 * @param seed decides on faults, their order, targets and lengths; not on how threads and processes meet
 * @param duration of the time in which messages are sent and faults begin
 * @param clients people who send, each on a connection of its own and with a 1:1 chat to each of two neighbours
 * @param rate messages a second that all of them together want to send
 * @param warm how long they send without a rest before the first fault, as code that ran little yet takes many times
 *     the CPU
 */
public record TorturePlan(
        int nodes, long seed, Duration duration, List<FaultKind> faults, int clients, double rate, Duration warm) {
    /** A client that is asked for nothing else sends so many messages a second. */
    public static final double USUAL_RATE = 8;

    public TorturePlan(int nodes, long seed, Duration duration, List<FaultKind> faults, int clients) {
        this(nodes, seed, duration, faults, clients, USUAL_RATE * clients);
    }

    public TorturePlan(int nodes, long seed, Duration duration, List<FaultKind> faults, int clients, double rate) {
        this(nodes, seed, duration, faults, clients, rate, Duration.ZERO);
    }

    boolean wants(FaultKind kind) {
        return faults.contains(kind);
    }

    /** The longest time a client rests between two messages; it rests half of it on average. */
    int longestRestMs() {
        return Math.max(1, (int) Math.round(2_000 * clients / rate));
    }

    /** What makes the same run again. */
    String command() {
        return String.format(
                Locale.ROOT,
                "./rookery torture --nodes %d --seconds %d --seed %d --faults %s --clients %d%s%s",
                nodes,
                duration.toSeconds(),
                seed,
                String.join(",", faults.stream().map(FaultKind::word).toList()),
                clients,
                rate == USUAL_RATE * clients ? "" : " --rate " + Math.round(rate),
                warm.isZero() ? "" : " --warm " + warm.toSeconds());
    }
}
