package dev.rookery.gateway.session;

import dev.rookery.wire.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sends the sessions of one event loop away in small groups, so that they do not all reconnect in the same moment. A
 * session with frames that wait for their answer gets those first, for a while.
 */
public final class LoopDrain {
    private static final Duration STEP = Duration.ofMillis(20);
    /** Longer than the owner of a chat is asked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final Vertx vertx;
    private final SessionRegistry registry;
    private final Deque<Session> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private final int perStep;
    private final long deadline;

    public LoopDrain(Vertx vertx, SessionRegistry registry, Duration spread) {
        this.vertx = vertx;
        this.registry = registry;
        registry.forEach(waiting::add);
        long steps = Math.max(1, spread.dividedBy(STEP));
        this.perStep = (int) ((waiting.size() + steps - 1) / steps);
        this.deadline = System.nanoTime() + spread.plus(PATIENCE).toNanos();
    }

    public Future<Void> run() {
        step();
        return drained.future();
    }

    private void step() {
        for (int count = 0; count < perStep && !waiting.isEmpty(); count++) {
            waiting.remove().drain();
        }
        if (System.nanoTime() >= deadline) {
            registry.forEach(session -> session.end(CloseCode.NODE_DRAINING));
        }
        if (registry.size() == 0) {
            drained.complete();
        } else {
            vertx.setTimer(STEP.toMillis(), next -> step());
        }
    }
}
