package dev.rookery.tool.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Sends over streams at a pace: first to warm up, then for the window that is measured, then waits until everything that
 * was acknowledged has arrived or nothing moves any more. On the loop of the swarm.
 */
final class Load {
    private static final long POLL_MS = 20;
    private static final long TELL_MS = 2_000;
    private static final Duration LEAD = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);
    private static final double NANOS = 1e9;

    private final Ground ground;
    private final Vertx vertx;
    private final List<Stream> streams;
    private final String text;
    private final Pace pace;
    private final Timetable timetable;
    private final Duration window;
    private final Promise<Figures> done = Promise.promise();
    private final long begin;
    private final long end;
    private final int[] firsts;
    private final Step step;
    private final Telling telling;
    private CpuMeter.Reading cpuBefore;
    private long acksBefore;
    private long deliveriesBefore;
    private long scheduled;
    private long lastChange;
    private long lastTotal;

    private Load(
            Ground ground,
            List<Stream> streams,
            String text,
            Pace pace,
            Duration warm,
            Duration window,
            Telling telling) {
        this.telling = telling;
        this.ground = ground;
        this.vertx = ground.swarm().vertx();
        this.streams = streams;
        this.text = text;
        this.pace = pace;
        this.timetable = new Timetable(pace.rate(), warm);
        this.window = window;
        this.begin = System.nanoTime() + LEAD.toNanos();
        this.end = begin + warm.plus(window).toNanos();
        this.step = new Step(begin + warm.toNanos(), end, this::answered);
        this.cpuBefore = ground.cpu().read();
        this.firsts = streams.stream().mapToInt(Stream::sent).toArray();
    }

    static Future<Figures> run(
            Ground ground,
            List<Stream> streams,
            String text,
            Pace pace,
            Duration warm,
            Duration window,
            Telling telling) {
        return new Load(ground, streams, text, pace, warm, window, telling).start();
    }

    private Future<Figures> start() {
        streams.forEach(stream -> stream.begin(step));
        long told = vertx.setPeriodic(TELL_MS, timer -> tell());
        var unused = done.future().onComplete(ended -> vertx.cancelTimer(told));
        long warm = Duration.ofNanos(step.from() - System.nanoTime()).toMillis();
        vertx.setTimer(Math.max(1, warm), begins -> {
            cpuBefore = ground.cpu().read();
            acksBefore = step.acks;
            deliveriesBefore = step.deliveries;
        });
        if (pace.isClosed()) {
            for (Stream stream : streams) {
                for (int i = 0; i < pace.inFlight(); i++) {
                    stream.send(System.nanoTime(), text);
                }
            }
            vertx.setTimer(Duration.ofNanos(end - System.nanoTime()).toMillis() + 1, late -> drain());
        } else {
            Metronome.start(
                    vertx.getOrCreateContext(),
                    number -> begin + timetable.due(number),
                    end,
                    this::sendDue,
                    this::drain);
        }
        return done.future();
    }

    private void sendDue(long due) {
        long now = System.nanoTime();
        step.sentLate(due, now);
        streams.get((int) (scheduled % streams.size())).send(pace.timedFromDue() ? due : now, text);
        scheduled++;
    }

    private void answered(Stream stream) {
        long now = System.nanoTime();
        if (pace.isClosed() && now - end < 0) {
            stream.send(now, text);
        }
    }

    private void drain() {
        long began = System.nanoTime();
        lastChange = began;
        vertx.setPeriodic(POLL_MS, timer -> {
            long now = System.nanoTime();
            long total = step.acks + step.refused + step.deliveries;
            if (total != lastTotal) {
                lastTotal = total;
                lastChange = now;
            }
            boolean quiet = now - lastChange > QUIET.toNanos() || now - began > LONGEST_DRAIN.toNanos();
            if (quiet || (step.unanswered() == 0 && lost() == 0)) {
                vertx.cancelTimer(timer);
                done.complete(figures());
            }
        });
    }

    private long lost() {
        long lost = 0;
        for (int i = 0; i < streams.size(); i++) {
            lost += streams.get(i).lostSince(firsts[i]);
        }
        return lost;
    }

    private Figures figures() {
        return new Figures(
                pace,
                window,
                step,
                lost(),
                (System.nanoTime() - begin) / NANOS,
                new Figures.Cost(
                        ground.cpu().read().since(cpuBefore),
                        step.acks - acksBefore,
                        step.deliveries - deliveriesBefore));
    }

    private void tell() {
        telling.say(
                "%5.1f of %.1f s: %,d sent, %,d acked, %,d delivered",
                (System.nanoTime() - begin) / NANOS, (end - begin) / NANOS, step.sent, step.acks, step.deliveries);
    }
}
