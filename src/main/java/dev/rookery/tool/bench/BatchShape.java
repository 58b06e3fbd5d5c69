package dev.rookery.tool.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What it buys that entries of one chat that wait together are one batch: hot chats write as fast as the store takes it,
 * in turns one INSERT per message with a full window in flight, and one batch of a window at a time, as the server does.
 */
final class BatchShape implements Shape {
    private static final int TURNS = 3;
    private static final int HOT_CHATS = 20;
    /** Of the server: entries of a chat that may be uncommitted. */
    private static final int COMMIT_WINDOW = 16;

    private static final double NANOS = 1e9;

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        telling.say(
                "batch: %d hot chats, one INSERT per message and batches of up to %d, in turns",
                HOT_CHATS, COMMIT_WINDOW);
        Vertx vertx = ground.swarm().vertx();
        StoreAlone store = ground.swarm().await(() -> StoreAlone.open(vertx, ground, plan.textBytes()));
        List<Turn> single = new ArrayList<>();
        List<Turn> batched = new ArrayList<>();
        try {
            var unused = turn(ground, store, plan, 1, COMMIT_WINDOW);
            for (int i = 0; i < TURNS; i++) {
                single.add(turn(ground, store, plan, 1, COMMIT_WINDOW));
                batched.add(turn(ground, store, plan, COMMIT_WINDOW, 1));
                telling.say(
                        "%,.0f/s and %,.0f/s",
                        single.get(i).perSecond(), batched.get(i).perSecond());
            }
        } finally {
            ground.swarm().await(store::close);
        }
        Collections.sort(single, java.util.Comparator.comparingDouble(Turn::perSecond));
        Collections.sort(batched, java.util.Comparator.comparingDouble(Turn::perSecond));
        return result(single.get(TURNS / 2), batched.get(TURNS / 2));
    }

    /** Messages a second and Cassandra's CPU microseconds for each. */
    private record Turn(double perSecond, double cassandraMicros) {}

    private static Turn turn(Ground ground, StoreAlone store, BenchPlan plan, int size, int inFlight)
            throws InterruptedException, ExecutionException {
        CpuMeter.Reading before = ground.cpu().read();
        Writers writers =
                new Writers(store, size, System.nanoTime() + plan.window().toNanos());
        long stored = ground.swarm().await(() -> writers.run(HOT_CHATS, inFlight));
        double cpu = ground.cpu().read().since(before).of(Ground.CASSANDRA);
        return new Turn(stored * NANOS / plan.window().toNanos(), cpu * 1e6 / Math.max(1, stored));
    }

    private Result result(Turn single, Turn batched) {
        double ratio = batched.perSecond() / Math.max(1, single.perSecond());
        JsonObject json = new JsonObject()
                .put("single_msg_s", Figures.rounded(single.perSecond()))
                .put("batched_msg_s", Figures.rounded(batched.perSecond()))
                .put("batched_to_single", Figures.rounded(ratio))
                .put("single_cassandra_cpu_us", Figures.rounded(single.cassandraMicros()))
                .put("batched_cassandra_cpu_us", Figures.rounded(batched.cassandraMicros()));
        Map<String, String> row = new LinkedHashMap<>();
        row.put("single/s", TrafficShape.number(single.perSecond()));
        row.put("batched/s", TrafficShape.number(batched.perSecond()));
        row.put("ratio", TrafficShape.decimal(ratio));
        row.put("Cassandra CPU us, single", TrafficShape.decimal(single.cassandraMicros()));
        row.put("batched", TrafficShape.decimal(batched.cassandraMicros()));
        return new Result(name(), row, json, single.perSecond() > 0 ? List.of() : List.of("nothing was stored"));
    }

    /** Each chat has so many appends under way until the time is over. */
    private static final class Writers {
        private final StoreAlone store;
        private final int size;
        private final long end;
        private final Promise<Long> done = Promise.promise();
        private long stored;
        private int running;

        Writers(StoreAlone store, int size, long end) {
            this.store = store;
            this.size = size;
            this.end = end;
        }

        Future<Long> run(int chats, int inFlight) {
            running = chats * inFlight;
            for (int i = 0; i < chats; i++) {
                StoreAlone.Chat chat = store.chat();
                for (int j = 0; j < inFlight; j++) {
                    next(chat);
                }
            }
            return done.future();
        }

        private void next(StoreAlone.Chat chat) {
            if (System.nanoTime() - end >= 0) {
                running--;
                if (running == 0) {
                    done.tryComplete(stored);
                }
                return;
            }
            chat.append(size)
                    .onSuccess(entries -> {
                        stored += entries;
                        next(chat);
                    })
                    .onFailure(done::tryFail);
        }
    }
}
