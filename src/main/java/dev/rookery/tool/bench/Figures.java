package dev.rookery.tool.bench;

import dev.rookery.tool.bench.CpuMeter.Reading;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came of one stretch of load.
 *
 * @param lost acknowledged messages times members who never got them
 * @param wall seconds from the first message to the end of the drain
 */
record Figures(Pace pace, Duration window, Step step, long lost, double wall, Cost cost) {
    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final double NANOS = 1e9;
    private static final double LEAST_OF_OFFERED = 0.97;

    /**
     * CPU from the end of the warm-up to the end of the drain, and what was done in that time.
     *
     * @param messages acknowledged
     */
    record Cost(Reading cpu, long messages, long deliveries) {
        double millisPerMessage() {
            return storeAndServer(cpu) * 1e3 / Math.max(1, messages);
        }
    }

    double seconds() {
        return window.toNanos() / NANOS;
    }

    /** Messages of the window that were acknowledged, a second. */
    double acksPerSecond() {
        return step.ack.getTotalCount() / seconds();
    }

    double deliveriesPerSecond() {
        return step.delivery.getTotalCount() / seconds();
    }

    /** Whether the cluster kept that pace: everything in time, everything exactly once. */
    boolean sustained(double p99Millis) {
        return problems().isEmpty()
                && step.refused == 0
                && millis(step.delivery, 99) < p99Millis
                && millis(step.ack, 99) < p99Millis
                && (pace.isClosed() || acksPerSecond() >= LEAST_OF_OFFERED * pace.rate());
    }

    /** What may not happen at any pace. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        note(problems, step.acks == 0, "nothing was acknowledged");
        note(problems, lost > 0, lost + " deliveries of acknowledged messages never came");
        note(problems, step.doubled > 0, step.doubled + " deliveries came twice");
        note(problems, step.doubledAcks > 0, step.doubledAcks + " acks came twice");
        note(problems, step.unanswered() > 0, step.unanswered() + " messages got no answer");
        note(problems, step.closed > 0, step.closed + " connections were closed");
        return problems;
    }

    private static void note(List<String> problems, boolean found, String words) {
        if (found) {
            problems.add(words);
        }
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    /** The names are those of the peers' results. */
    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("offered_msg_s", pace.rate())
                .put("in_flight", pace.inFlight())
                .put("window_s", seconds())
                .put("sent", step.sent)
                .put("acked", step.acks)
                .put("refused", step.refused)
                .put("refusals", new JsonObject(new java.util.TreeMap<>(step.refusals)))
                .put("acked_s", rounded(acksPerSecond()))
                .put("delivered", step.deliveries)
                .put("delivered_s", rounded(deliveriesPerSecond()))
                .put("undelivered", lost)
                .put("unanswered", step.unanswered())
                .put("duplicated", step.doubled)
                .put("out_of_order", step.outOfOrder)
                .put("latency_ms", json(step.delivery))
                .put("ack_ms", json(step.ack))
                .put("send_lag_p99_ms", millis(step.lag, 99))
                .put("wall_s", rounded(wall));
        putCpu(json, cost.cpu(), (double) Math.max(1, cost.messages()), "messages");
        return json.put(
                "cpu_ms_per_1000_deliveries",
                rounded(storeAndServer(cost.cpu()) * 1e6 / Math.max(1, cost.deliveries())));
    }

    static double storeAndServer(Reading cpu) {
        return cpu.groups().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** CPU seconds of each group, and milliseconds for each thousand of what was done. */
    static void putCpu(JsonObject json, Reading cpu, double done, String what) {
        cpu.groups().forEach((group, seconds) -> json.put(group + "_cpu_s", rounded(seconds))
                .put(group + "_cpu_ms_per_1000_" + what, rounded(seconds * 1e6 / done)));
        json.put("all_cpu_ms_per_1000_" + what, rounded(storeAndServer(cpu) * 1e6 / done))
                .put("driver_cpu_s", rounded(cpu.driver()))
                .put("other_cpu_s", rounded(cpu.others()));
    }

    static JsonObject json(Histogram histogram) {
        return new JsonObject()
                .put("n", histogram.getTotalCount())
                .put("p50", millis(histogram, 50))
                .put("p95", millis(histogram, 95))
                .put("p99", millis(histogram, 99))
                .put("p999", millis(histogram, 99.9))
                .put("max", histogram.getMaxValue() / MICROS_PER_MILLI);
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** One line for people. */
    String words() {
        String offered = pace.isClosed()
                ? "closed loop of " + pace.inFlight()
                : String.format(Locale.ROOT, "%,.0f/s offered", pace.rate());
        return String.format(
                Locale.ROOT,
                "%s: %,.0f/s acked, %,.0f/s delivered, ack p50 %.1f p99 %.1f ms, delivery p50 %.1f p99 %.1f ms, %.2f CPU-ms"
                        + " a message%s",
                offered,
                acksPerSecond(),
                deliveriesPerSecond(),
                millis(step.ack, 50),
                millis(step.ack, 99),
                millis(step.delivery, 50),
                millis(step.delivery, 99),
                cost.millisPerMessage(),
                trouble());
    }

    private String trouble() {
        List<String> words = new ArrayList<>(problems());
        if (!step.refusals.isEmpty()) {
            words.add("refused " + step.refusals);
        }
        return words.isEmpty() ? "" : "; " + String.join(", ", words);
    }
}
