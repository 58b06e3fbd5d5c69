package dev.rookery.tool.bench;

import dev.rookery.tool.bench.TrafficShape.Cast;
import dev.rookery.tool.swarm.Account;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * A long history: read back to its beginning page by page; and the newest page, which an owner has in memory, one that lies
 * 2,000 messages deep, and the oldest one against each other.
 */
final class HistoryShape implements Shape {
    private static final int SENDS_IN_FLIGHT = 48;
    /** Of each page. Of fewer the 99th percentile is the handful that met a collection of garbage. */
    private static final int MOST_COMPARISONS = 2_000;

    private static final int LEAST_COMPARISONS = 20;
    private static final int BELOW = 2_000;
    private static final double CLEARED = 0.99;
    private static final double NANOS = 1e9;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        telling.say("history: writing %,d messages", plan.messages());
        Cast cast = ground.swarm().await(() -> Cast.gather(ground, 1, 2));
        Account reader = ground.swarm().await(() -> ground.crowd().atLeast(2)).get(1);
        try {
            Stream stream = cast.streams.get(0);
            ground.swarm().await(() -> fill(stream, plan));
            Pages pages = new Pages(ground, reader, stream.chat(), plan.page());
            telling.say("reading all of it by pages of %d", plan.page());
            Histogram walk = new Histogram(3);
            CpuMeter.Reading before = ground.cpu().read();
            long began = System.nanoTime();
            int read = ground.swarm().await(() -> pages.walk(Long.MAX_VALUE, 0, walk));
            double seconds = (System.nanoTime() - began) / NANOS;
            CpuMeter.Reading cpu = ground.cpu().read().since(before);
            int times = Math.max(LEAST_COMPARISONS, Math.min(MOST_COMPARISONS, plan.messages() / 10));
            telling.say("the newest page, one below and the oldest, %,d times each", times);
            Comparison whole = compare(ground, pages, Math.max(plan.page() + 1, read - BELOW), plan.page() + 1, times);
            long cleared = (long) (read * CLEARED);
            telling.say("the same after %,d were cleared", cleared);
            ground.swarm().await(() -> pages.clear(cleared));
            Comparison rest = compare(ground, pages, read, (int) cleared + plan.page() + 1, times);
            return result(plan, walk, read, seconds, cpu, whole, rest);
        } finally {
            ground.swarm().await(cast::close);
        }
    }

    private static Comparison compare(Ground ground, Pages pages, int below, int oldest, int times)
            throws InterruptedException, ExecutionException {
        Comparison comparison = new Comparison(pages, below, oldest);
        ground.swarm().await(() -> comparison.run(times / 4));
        comparison.reset();
        ground.swarm().await(() -> comparison.run(times));
        return comparison;
    }

    /** Sends until the chat has as many messages as the plan says. */
    private static Future<Void> fill(Stream stream, BenchPlan plan) {
        Promise<Void> full = Promise.promise();
        String text = TrafficShape.text(plan);
        int already = stream.sent();
        Step[] step = new Step[1];
        step[0] = new Step(0, 0, answered -> {
            if (stream.sent() - already < plan.messages()) {
                stream.send(System.nanoTime(), text);
            } else if (step[0].unanswered() == 0) {
                full.tryComplete();
            }
        });
        stream.begin(step[0]);
        for (int i = 0; i < Math.min(SENDS_IN_FLIGHT, plan.messages()); i++) {
            stream.send(System.nanoTime(), text);
        }
        return full.future();
    }

    private Result result(
            BenchPlan plan,
            Histogram walk,
            int read,
            double seconds,
            CpuMeter.Reading cpu,
            Comparison comparison,
            Comparison rest) {
        long pages = walk.getTotalCount();
        JsonObject json = new JsonObject()
                .put("messages", read)
                .put("page", plan.page())
                .put("pages", pages)
                .put("complete", read >= plan.messages())
                .put("pages_s", Figures.rounded(pages / seconds))
                .put("page_ms", Figures.json(walk))
                .put("newest_ms", Figures.json(comparison.newest))
                .put("below_ms", Figures.json(comparison.below))
                .put("cleared_newest_ms", Figures.json(rest.newest))
                .put("cleared_oldest_ms", Figures.json(rest.oldest))
                .put("cleared_oldest_to_newest_p99", ratio(rest.oldest, rest.newest))
                .put("oldest_ms", Figures.json(comparison.oldest))
                .put("oldest_to_newest_p99", ratio(comparison.oldest, comparison.newest))
                .put(
                        "oldest_to_below_p50",
                        Figures.rounded(Figures.millis(comparison.oldest, 50)
                                / Math.max(0.001, Figures.millis(comparison.below, 50))))
                .put("oldest_to_below_p99", ratio(comparison.oldest, comparison.below));
        Figures.putCpu(json, cpu, (double) Math.max(1, pages), "pages");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("messages", TrafficShape.number(read));
        row.put("pages/s", TrafficShape.number(pages / seconds));
        row.put("page p50", TrafficShape.decimal(Figures.millis(walk, 50)));
        row.put("p99 ms", TrafficShape.decimal(Figures.millis(walk, 99)));
        row.put("newest p50", TrafficShape.decimal(Figures.millis(comparison.newest, 50)));
        row.put("newest p99", TrafficShape.decimal(Figures.millis(comparison.newest, 99)));
        row.put("below p50", TrafficShape.decimal(Figures.millis(comparison.below, 50)));
        row.put("below p99", TrafficShape.decimal(Figures.millis(comparison.below, 99)));
        row.put("oldest p50", TrafficShape.decimal(Figures.millis(comparison.oldest, 50)));
        row.put("oldest p99", TrafficShape.decimal(Figures.millis(comparison.oldest, 99)));
        cpu.groups()
                .forEach((group, used) ->
                        row.put(group + " CPU ms/page", TrafficShape.decimal(used * 1e3 / Math.max(1, pages))));
        List<String> problems = new ArrayList<>();
        if (read < plan.messages()) {
            problems.add(String.format(
                    Locale.ROOT, "the history has %,d messages, %,d were written", read, plan.messages()));
        }
        return new Result(name(), row, json, problems);
    }

    private static double ratio(Histogram one, Histogram other) {
        return Figures.rounded(Figures.millis(one, 99) / Math.max(0.001, Figures.millis(other, 99)));
    }

    /** One page after the other: newest, below, oldest, newest ... */
    private static final class Comparison {
        private final Pages pages;
        private final Histogram newest = new Histogram(3);
        private final Histogram below = new Histogram(3);
        private final Histogram oldest = new Histogram(3);
        private final int depth;
        private final int end;

        /** @param end the seq after the oldest page */
        Comparison(Pages pages, int depth, int end) {
            this.pages = pages;
            this.depth = depth;
            this.end = end;
        }

        void reset() {
            newest.reset();
            below.reset();
            oldest.reset();
        }

        Future<Void> run(int times) {
            if (times == 0) {
                return Future.succeededFuture();
            }
            return pages.read("?limit=" + pages.size, newest)
                    .compose(page -> pages.read("?limit=" + pages.size + "&before=" + depth, below))
                    .compose(page -> pages.read("?limit=" + pages.size + "&before=" + end, oldest))
                    .compose(page -> run(times - 1));
        }
    }

    /** Reads of one chat, one at a time. */
    private static final class Pages {
        private final Ground ground;
        private final Account reader;
        private final String path;
        private final int size;

        Pages(Ground ground, Account reader, String chat, int size) {
            this.ground = ground;
            this.reader = reader;
            this.path = "/v1/chats/" + chat + "/messages";
            this.size = size;
        }

        Future<JsonArray> read(String query, Histogram times) {
            long began = System.nanoTime();
            return ground.swarm()
                    .rest()
                    .get(ground.node(0), path + query, reader.token())
                    .map(answer -> {
                        times.recordValue((System.nanoTime() - began) / 1_000);
                        return answer.getJsonArray("entries");
                    });
        }

        /** For the reader alone, up to and including that one. */
        Future<JsonObject> clear(long through) {
            return ground.swarm().rest().delete(ground.node(0), path + "?through=" + through, reader.token());
        }

        /** From there to the beginning; how many messages there were. */
        Future<Integer> walk(long before, int read, Histogram times) {
            String query = "?limit=" + size + (before == Long.MAX_VALUE ? "" : "&before=" + before);
            return read(query, times).compose(messages -> {
                if (messages.isEmpty()) {
                    return Future.succeededFuture(read);
                }
                long first = messages.getJsonObject(0).getLong("seq");
                int total = read + messages.size();
                return first == 1 ? Future.succeededFuture(total) : walk(first, total, times);
            });
        }
    }
}
