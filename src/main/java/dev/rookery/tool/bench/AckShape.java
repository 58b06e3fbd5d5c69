package dev.rookery.tool.bench;

import dev.rookery.tool.bench.TrafficShape.Cast;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * Acks of the cluster against bare INSERTs of the driver at the same rate, in turns, so that both meet the same machine.
 * The rate: half of what the shape pairs sustained before in the same run, else the plan's.
 */
final class AckShape implements Shape {
    private static final int TURNS = 3;

    @Override
    public String name() {
        return "ack";
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        double rate = rate(plan, earlier);
        telling.say("ack: %,.0f/s through the cluster and %,.0f/s bare INSERTs, in turns", rate, rate);
        Vertx vertx = ground.swarm().vertx();
        StoreAlone store = ground.swarm().await(() -> StoreAlone.open(vertx, ground, plan.textBytes()));
        Cast cast = ground.swarm().await(() -> Cast.gather(ground, plan.pairs(), 2));
        List<Figures> acks = new ArrayList<>();
        List<Histogram> inserts = new ArrayList<>();
        try {
            for (int turn = 0; turn < TURNS; turn++) {
                Inserts bare = new Inserts(vertx, store, plan.pairs(), rate);
                inserts.add(ground.swarm().await(() -> bare.run(plan.warm(), plan.window())));
                acks.add(ground.swarm()
                        .await(() -> Load.run(
                                ground,
                                cast.streams,
                                TrafficShape.text(plan),
                                Pace.rate(rate),
                                plan.warm(),
                                plan.window(),
                                telling)));
                telling.say(
                        "p99: ack %.2f ms, bare INSERT %.2f ms",
                        Figures.millis(acks.get(turn).step().ack, 99), Figures.millis(inserts.get(turn), 99));
            }
            return result(rate, acks, inserts);
        } finally {
            ground.swarm().await(cast::close);
            ground.swarm().await(store::close);
        }
    }

    private static double rate(BenchPlan plan, List<Result> earlier) {
        double sustained = earlier.stream()
                .filter(result -> result.shape().equals("pairs"))
                .mapToDouble(result -> result.json().getDouble("acked_s"))
                .findFirst()
                .orElse(0);
        return sustained > 0 ? sustained / 2 : plan.rate() > 0 ? plan.rate() : plan.startRate();
    }

    private Result result(double rate, List<Figures> acks, List<Histogram> inserts) {
        Histogram ack = acks.get(0).step().ack;
        List<Double> ackP99 = sorted(
                acks.stream().map(turn -> Figures.millis(turn.step().ack, 99)).toList());
        List<Double> bareP99 =
                sorted(inserts.stream().map(turn -> Figures.millis(turn, 99)).toList());
        List<Double> ackP50 = sorted(
                acks.stream().map(turn -> Figures.millis(turn.step().ack, 50)).toList());
        List<Double> bareP50 =
                sorted(inserts.stream().map(turn -> Figures.millis(turn, 50)).toList());
        double ratio = ackP99.get(TURNS / 2) / Math.max(0.001, bareP99.get(TURNS / 2));
        JsonObject json = new JsonObject()
                .put("offered_msg_s", rate)
                .put("ack_p50_ms", ackP50.get(TURNS / 2))
                .put("insert_p50_ms", bareP50.get(TURNS / 2))
                .put("ack_p99_ms", ackP99)
                .put("insert_p99_ms", bareP99)
                .put("ack_to_insert_p99", Figures.rounded(ratio))
                .put("n", ack.getTotalCount());
        Map<String, String> row = new LinkedHashMap<>();
        row.put("rate", TrafficShape.number(rate));
        row.put("ack p50", TrafficShape.decimal(ackP50.get(TURNS / 2)));
        row.put("ack p99 ms", TrafficShape.decimal(ackP99.get(TURNS / 2)));
        row.put("INSERT p50", TrafficShape.decimal(bareP50.get(TURNS / 2)));
        row.put("INSERT p99 ms", TrafficShape.decimal(bareP99.get(TURNS / 2)));
        row.put("ratio of p99", TrafficShape.decimal(ratio));
        List<String> problems = new ArrayList<>();
        acks.forEach(turn -> problems.addAll(turn.problems()));
        return new Result(name(), row, json, problems);
    }

    private static List<Double> sorted(List<Double> values) {
        List<Double> result = new ArrayList<>(values);
        Collections.sort(result);
        return result;
    }

    /** INSERTs at a rate, spread over as many chats as the cluster's load has. */
    private static final class Inserts {
        private static final double NANOS = 1e9;

        private final Vertx vertx;
        private final List<StoreAlone.Chat> chats = new ArrayList<>();
        private final double rate;
        private final Histogram times = new Histogram(3);
        private final Promise<Histogram> done = Promise.promise();
        private long scheduled;
        private long answered;
        private boolean over;

        Inserts(Vertx vertx, StoreAlone store, int chats, double rate) {
            this.vertx = vertx;
            this.rate = rate;
            for (int i = 0; i < chats; i++) {
                this.chats.add(store.chat());
            }
        }

        Future<Histogram> run(Duration warm, Duration window) {
            long begin = System.nanoTime();
            long from = begin + warm.toNanos();
            long end = from + window.toNanos();
            Metronome.start(
                    vertx.getOrCreateContext(),
                    number -> begin + (long) (number / rate * NANOS),
                    end,
                    due -> insert(due, due - from >= 0),
                    () -> {
                        over = true;
                        endIfAnswered();
                    });
            return done.future();
        }

        private void endIfAnswered() {
            if (over && answered == scheduled) {
                done.tryComplete(times);
            }
        }

        private void insert(long intended, boolean counts) {
            StoreAlone.Chat chat = chats.get((int) (scheduled % chats.size()));
            scheduled++;
            chat.append(1)
                    .onSuccess(stored -> {
                        answered++;
                        if (counts) {
                            times.recordValue((System.nanoTime() - intended) / 1_000);
                        }
                        endIfAnswered();
                    })
                    .onFailure(done::tryFail);
        }
    }
}
