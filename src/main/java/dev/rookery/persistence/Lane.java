package dev.rookery.persistence;

import dev.rookery.async.Gate;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.telemetry.PersistenceMeters;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** One kind of work: its share of the store, and how long it may take with its time in the queue and all repeats. */
final class Lane {
    private static final int QUEUED_PER_SLOT = 16;

    private final Gate gate;
    private final Retry retry;
    private final Duration within;
    private final PersistenceMeters meters;

    Lane(int slots, Duration within, Retry retry, PersistenceMeters meters) {
        this.gate = new Gate(slots, slots * QUEUED_PER_SLOT);
        this.retry = retry;
        this.within = within;
        this.meters = meters;
    }

    /** @param operation idempotent; may be begun several times, or not at all */
    <T> Future<T> run(Timer timer, Supplier<Future<T>> operation) {
        long began = System.nanoTime();
        long deadline = began + within.toNanos();
        return gate.pass(deadline, () -> retry.until(deadline, operation))
                .onSuccess(done -> meters.record(timer, began))
                .onFailure(this::countRefused);
    }

    private void countRefused(Throwable failure) {
        if (failure instanceof RookeryException known && known.code() == ErrorCode.OVERLOADED) {
            meters.refused();
        }
    }

    int running() {
        return gate.running();
    }

    int queued() {
        return gate.queued();
    }
}
