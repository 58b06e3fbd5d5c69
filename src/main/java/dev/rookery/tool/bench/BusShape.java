package dev.rookery.tool.bench;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.bus.BusEcho;
import dev.rookery.node.BareCluster;
import dev.rookery.tool.bench.TrafficShape.Cast;
import dev.rookery.tool.engine.FreePorts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Delivery to a session at another node, against a bare request over the event bus between two members, in TLS as nodes
 * talk and in clear, all at the plan's rate (a low one if it has none) and at the same time, so that whatever disturbs one
 * disturbs the others. All are timed from when they are begun.
 */
final class BusShape implements Shape {
    private static final double LOW_RATE = 100;
    /** Enough that none waits for the message before it, also at a high rate. */
    private static final int MOST_CHATS = 50;

    @Override
    public String name() {
        return "bus";
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        double rate = plan.rate() > 0 ? plan.rate() : LOW_RATE;
        telling.say("bus: delivery to another node against a bare round trip, %.0f/s each", rate);
        BareCluster bare = BareCluster.start(true, FreePorts.any(), FreePorts.any());
        BareCluster clear = BareCluster.start(false, FreePorts.any(), FreePorts.any());
        Cast cast = ground.swarm().await(() -> Cast.gather(ground, Math.min(MOST_CHATS, plan.pairs()), 2));
        try {
            List<Ping> pings = List.of(new Ping(bare, plan.textBytes(), rate), new Ping(clear, plan.textBytes(), rate));
            for (Ping ping : pings) {
                await(ping.open());
            }
            var unused = together(ground, cast, plan, rate, pings, telling);
            pings.forEach(Ping::reset);
            Figures figures = together(ground, cast, plan, rate, pings, telling);
            return result(
                    figures,
                    pings.get(0).times(),
                    pings.get(1).times(),
                    ground.nodes().size());
        } finally {
            ground.swarm().await(cast::close);
            await(bare.close());
            await(clear.close());
        }
    }

    private static Figures together(
            Ground ground, Cast cast, BenchPlan plan, double rate, List<Ping> pings, Telling telling)
            throws InterruptedException, ExecutionException {
        List<Future<Void>> pinging = pings.stream()
                .map(ping -> ping.run(plan.warm().plus(plan.window())))
                .toList();
        Figures figures = ground.swarm()
                .await(() -> Load.run(
                        ground,
                        cast.streams,
                        TrafficShape.text(plan),
                        Pace.rate(rate).timedFromSend(),
                        plan.warm(),
                        plan.window(),
                        telling));
        await(Future.all(pinging));
        return figures;
    }

    private Result result(Figures figures, Histogram ping, Histogram clear, int nodes) {
        double p50 = Figures.millis(figures.step().delivery, 50);
        double bare = Figures.millis(ping, 50);
        double ratio = p50 / Math.max(0.001, bare);
        JsonObject json = figures.json()
                .put("bus_round_trip_ms", Figures.json(ping))
                .put("bus_round_trip_without_tls_ms", Figures.json(clear))
                .put("delivery_to_round_trip_p50", Figures.rounded(ratio));
        Map<String, String> row = new LinkedHashMap<>();
        row.put("bare p50", TrafficShape.decimal(bare));
        row.put("bare p99", TrafficShape.decimal(Figures.millis(ping, 99)));
        row.put("bare without TLS p50", TrafficShape.decimal(Figures.millis(clear, 50)));
        row.put("bare without TLS p99", TrafficShape.decimal(Figures.millis(clear, 99)));
        row.put("delivery p50", TrafficShape.decimal(p50));
        row.put("delivery p99", TrafficShape.decimal(Figures.millis(figures.step().delivery, 99)));
        row.put("ratio of p50", TrafficShape.decimal(ratio));
        List<String> problems = figures.problems();
        if (nodes < 2) {
            problems.add("with one node nothing is delivered to another: name two or more");
        }
        return new Result(name(), row, json, problems);
    }

    @CanIgnoreReturnValue
    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    /** Round trips at a rate, each measured on the event loop that asks. */
    private static final class Ping {
        private static final double NANOS = 1e9;

        private final BusEcho echo = new BusEcho();
        private final Histogram times = new ConcurrentHistogram(3);
        private final BareCluster cluster;
        private final Buffer bytes;
        private final Context asking;
        private final double rate;

        Ping(BareCluster cluster, int size, double rate) {
            this.cluster = cluster;
            this.bytes = Buffer.buffer(new byte[size]);
            this.asking = cluster.first().getOrCreateContext();
            this.rate = rate;
        }

        Future<Void> open() {
            return echo.answerAt(cluster.second());
        }

        /** Completes when the last was asked. */
        Future<Void> run(Duration time) {
            Promise<Void> over = Promise.promise();
            long begin = System.nanoTime();
            Metronome.start(
                    asking,
                    number -> begin + (long) (number / rate * NANOS),
                    begin + time.toNanos(),
                    due -> ask(),
                    over::complete);
            return over.future();
        }

        private void ask() {
            long began = System.nanoTime();
            var unused = echo.askFrom(cluster.first(), bytes)
                    .onSuccess(answered -> times.recordValue((System.nanoTime() - began) / 1_000));
        }

        void reset() {
            times.reset();
        }

        Histogram times() {
            return times.copy();
        }
    }
}
