package dev.rookery.tool.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What happens during one stretch of load. Latencies count for messages whose time to be sent was inside the window. */
final class Step {
    private static final int DIGITS = 3;
    private static final long NANOS_PER_MICRO = 1_000;

    final Histogram delivery = new Histogram(DIGITS);
    final Histogram ack = new Histogram(DIGITS);
    final Histogram lag = new Histogram(DIGITS);
    final Map<String, Integer> refusals = new TreeMap<>();
    long sent;
    long acks;
    long refused;
    long deliveries;
    long doubled;
    long doubledAcks;
    long outOfOrder;
    long closed;
    private final long from;
    private final long to;
    private final Consumer<Stream> onAnswer;

    /** @param onAnswer called when a message of a stream was acknowledged or refused */
    Step(long from, long to, Consumer<Stream> onAnswer) {
        this.from = from;
        this.to = to;
        this.onAnswer = onAnswer;
    }

    static Step idle() {
        return new Step(0, 0, answered -> {});
    }

    /** When the window begins. */
    long from() {
        return from;
    }

    boolean measures(long intended) {
        return intended - from >= 0 && intended - to < 0;
    }

    void sentLate(long intended, long now) {
        if (measures(intended)) {
            lag.recordValue((now - intended) / NANOS_PER_MICRO);
        }
    }

    void acked(long intended) {
        acks++;
        record(ack, intended);
    }

    void delivered(long intended) {
        deliveries++;
        record(delivery, intended);
    }

    private void record(Histogram histogram, long intended) {
        if (measures(intended)) {
            histogram.recordValue(Math.max(0, System.nanoTime() - intended) / NANOS_PER_MICRO);
        }
    }

    void refuse(String code) {
        refused++;
        refusals.merge(code, 1, Integer::sum);
    }

    void close(int code) {
        closed++;
        refusals.merge("closed " + code, 1, Integer::sum);
    }

    void answered(Stream stream) {
        onAnswer.accept(stream);
    }

    long unanswered() {
        return sent - acks - refused;
    }
}
