package dev.rookery.tool.bench;

import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Wire;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Chats of a size, one sender in each, everybody else listens; members are at different nodes. */
final class TrafficShape implements Shape {
    private static final int OPEN_AT_ONCE = 50;
    private static final int CHATS_AT_ONCE = 16;

    private final String name;
    private final int chats;
    private final int members;

    /** @param chats 0: as many as the plan has pairs */
    TrafficShape(String name, int chats, int members) {
        this.name = name;
        this.chats = chats;
        this.members = members;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        int count = chats == 0 ? plan.pairs() : chats;
        telling.say("%s: %,d chats of %d, making accounts and connecting", name, count, members);
        Cast cast = ground.swarm().await(() -> Cast.gather(ground, count, members));
        try {
            Search search = new Search(plan, pace -> ground.swarm()
                    .await(() ->
                            Load.run(ground, cast.streams, text(plan), pace, plan.warm(), plan.window(), telling)));
            Figures best = search.run(telling);
            return result(best, search, count);
        } finally {
            ground.swarm().await(cast::close);
        }
    }

    static String text(BenchPlan plan) {
        return "x".repeat(plan.textBytes());
    }

    private Result result(Figures best, Search search, int count) {
        JsonObject json = best.json()
                .put("conversations", count)
                .put("members", members)
                .put("sustained", search.sustained())
                .put(
                        "steps",
                        new JsonArray(search.steps().stream().map(Figures::json).toList()));
        return new Result(name, row(best), json, search.problems());
    }

    private static Map<String, String> row(Figures best) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("acked/s", number(best.acksPerSecond()));
        row.put("delivered/s", number(best.deliveriesPerSecond()));
        row.put("ack p50", decimal(Figures.millis(best.step().ack, 50)));
        row.put("p99 ms", decimal(Figures.millis(best.step().ack, 99)));
        row.put("delivery p50", decimal(Figures.millis(best.step().delivery, 50)));
        row.put("p99", decimal(Figures.millis(best.step().delivery, 99)));
        row.put("p99.9 ms", decimal(Figures.millis(best.step().delivery, 99.9)));
        row.put("lost", number((double) best.lost()));
        row.put("doubled", number((double) best.step().doubled));
        row.put("disordered", number((double) best.step().outOfOrder));
        best.cost()
                .cpu()
                .groups()
                .forEach((group, seconds) -> row.put(
                        group + " CPU s/1000",
                        decimal(seconds * 1e3 / Math.max(1, best.cost().messages()))));
        row.put("others' CPU s", decimal(best.cost().cpu().others()));
        return row;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The streams of a shape and their connections. */
    static final class Cast {
        final List<Stream> streams = new ArrayList<>();
        private final List<Wire> wires = new ArrayList<>();

        /** Chat c has the people c * members and up; the first of them sends. */
        static Future<Cast> gather(Ground ground, int chats, int members) {
            Cast cast = new Cast();
            Step idle = Step.idle();
            return ground.crowd().atLeast(chats * members).compose(people -> Abreast.run(
                            chats, CHATS_AT_ONCE, c -> open(ground, people.subList(c * members, (c + 1) * members)))
                    .compose(opened -> {
                        for (int c = 0; c < chats; c++) {
                            cast.streams.add(new Stream(c, opened.get(c), idle));
                        }
                        List<Account> concerned = people.subList(0, chats * members);
                        return new Sessions(ground).open(concerned, OPEN_AT_ONCE, 0, i -> {
                            Stream stream = cast.streams.get(i / members);
                            return i % members == 0 ? stream : stream.receiver();
                        });
                    })
                    .map(wires -> {
                        cast.wires.addAll(wires);
                        for (int c = 0; c < chats; c++) {
                            cast.streams.get(c).senderIs(wires.get(c * members));
                        }
                        return cast;
                    }));
        }

        private static Future<String> open(Ground ground, List<Account> people) {
            Account creator = people.get(0);
            if (people.size() == 2) {
                return creator.openChat(ground.swarm().rest(), ground.node(0), people.get(1));
            }
            return creator.createGroup(ground.swarm().rest(), ground.node(0), people.subList(1, people.size()));
        }

        Future<Void> close() {
            Step idle = Step.idle();
            streams.forEach(stream -> stream.begin(idle));
            wires.forEach(Wire::close);
            return Future.succeededFuture();
        }
    }
}
