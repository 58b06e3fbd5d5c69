package dev.rookery.tool.bench;

import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Sessions that only are there: what opening them costs, what holding them costs, and what it costs when all reconnect. */
final class SessionsShape implements Shape {
    private static final int AT_ONCE = 100;
    private static final double NANOS = 1e9;

    private final boolean storm;

    private SessionsShape(boolean storm) {
        this.storm = storm;
    }

    /** Opens them with 100 handshakes under way at once, and holds them. */
    static SessionsShape idle() {
        return new SessionsShape(false);
    }

    /** Opens them, drops all in the same moment and opens all in the same moment. */
    static SessionsShape storm() {
        return new SessionsShape(true);
    }

    @Override
    public String name() {
        return storm ? "reconnect" : "idle";
    }

    @Override
    public Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException {
        telling.say("%s: accounts for %,d sessions", name(), plan.sessions());
        List<Account> people = ground.swarm().await(() -> ground.crowd().atLeast(plan.sessions()));
        people = people.subList(0, plan.sessions());
        Holder holder = new Holder();
        try {
            telling.say("opening them");
            long emptyKib = ground.cpu().residentKib(Ground.SERVER);
            Opening opening = open(ground, people, AT_ONCE, holder);
            if (storm) {
                telling.say("dropping all and opening all at once");
                ground.swarm().await(() -> holder.dropAll());
                opening = open(ground, people, people.size(), holder);
            }
            telling.say("holding them for %d s", plan.hold().toSeconds());
            CpuMeter.Reading before = ground.cpu().read();
            ground.swarm().await(() -> ground.swarm().vertx().timer(plan.hold().toMillis() + 1, TimeUnit.MILLISECONDS));
            CpuMeter.Reading hold = ground.cpu().read().since(before);
            long kib = ground.cpu().residentKib(Ground.SERVER) - emptyKib;
            return result(plan, opening, hold, (double) kib / plan.sessions(), holder);
        } finally {
            ground.swarm().await(holder::dropAll);
        }
    }

    private record Opening(Sessions sessions, double seconds, CpuMeter.Reading cpu) {}

    private static Opening open(Ground ground, List<Account> people, int atOnce, Holder holder)
            throws InterruptedException, ExecutionException {
        CpuMeter.Reading before = ground.cpu().read();
        long began = System.nanoTime();
        Sessions sessions = new Sessions(ground);
        ground.swarm().await(() -> sessions.open(people, atOnce, 0, i -> holder).map(holder::hold));
        return new Opening(
                sessions,
                (System.nanoTime() - began) / NANOS,
                ground.cpu().read().since(before));
    }

    private Result result(BenchPlan plan, Opening opening, CpuMeter.Reading hold, double kib, Holder holder) {
        int count = plan.sessions();
        JsonObject json = new JsonObject()
                .put("sessions", count)
                .put("logins_s", Figures.rounded(count / opening.seconds()))
                .put("all_back_s", Figures.rounded(opening.seconds()))
                .put("connect_ms", Figures.json(opening.sessions().connect))
                .put("rss_kib_per_session", Figures.rounded(kib))
                .put("hold_s", plan.hold().toSeconds())
                .put("hold_cpu_s", Figures.rounded(hold.of(Ground.SERVER)))
                .put("lost_sessions", holder.lost);
        Figures.putCpu(json, opening.cpu(), count, "logins");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("sessions", TrafficShape.number(count));
        row.put("logins/s", TrafficShape.number(count / opening.seconds()));
        row.put("all in s", TrafficShape.decimal(opening.seconds()));
        row.put("login p50", TrafficShape.decimal(Figures.millis(opening.sessions().connect, 50)));
        row.put("p99 ms", TrafficShape.decimal(Figures.millis(opening.sessions().connect, 99)));
        opening.cpu()
                .groups()
                .forEach((group, used) -> row.put(group + " CPU ms/login", TrafficShape.decimal(used * 1e3 / count)));
        row.put("RSS KiB/session", TrafficShape.decimal(kib));
        row.put("CPU s in " + plan.hold().toSeconds() + " s", TrafficShape.decimal(hold.of(Ground.SERVER)));
        List<String> problems = new ArrayList<>();
        if (holder.lost > 0) {
            problems.add(holder.lost + " sessions were closed by the server");
        }
        return new Result(name(), row, json, problems);
    }

    /** Holds connections and notices those that end by themselves. On the loop of the swarm. */
    private static final class Holder implements Wire.Listener {
        private List<Wire> wires = new ArrayList<>();
        private int lost;
        private int dropping;
        private Promise<Void> dropped = Promise.promise();

        Void hold(List<Wire> opened) {
            wires = opened;
            return null;
        }

        Future<Void> dropAll() {
            dropped = Promise.promise();
            List<Wire> open = wires.stream().filter(Wire::isOpen).toList();
            dropping = open.size();
            wires = new ArrayList<>();
            if (dropping == 0) {
                dropped.complete();
            }
            open.forEach(Wire::close);
            return dropped.future();
        }

        @Override
        public void received(String frame) {}

        @Override
        public void closed(int code) {
            if (dropping == 0) {
                lost++;
            } else {
                dropping--;
                if (dropping == 0) {
                    dropped.tryComplete();
                }
            }
        }
    }
}
