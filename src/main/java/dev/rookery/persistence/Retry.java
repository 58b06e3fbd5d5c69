package dev.rookery.persistence;

import dev.rookery.async.Backoff;
import dev.rookery.async.Deadline;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.telemetry.PersistenceMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Repeats an idempotent operation until it succeeds or its deadline has passed; fails with {@code store_unavailable}
 * then, and whether the last attempt comes to pass is unknown. A failure that a repeat can't mend is passed on at once.
 */
final class Retry {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

    private final Vertx vertx;
    private final PersistenceMeters meters;

    Retry(Vertx vertx, PersistenceMeters meters) {
        this.vertx = vertx;
        this.meters = meters;
    }

    /** @param deadline on the scale of {@link System#nanoTime} */
    <T> Future<T> until(long deadline, Supplier<Future<T>> operation) {
        return attempt(deadline, operation, 1);
    }

    private <T> Future<T> attempt(long deadline, Supplier<Future<T>> operation, int number) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            return Future.failedFuture(unavailable());
        }
        return Deadline.within(vertx, Duration.ofMillis(left), operation.get()).recover(failure -> {
            if (!mayPass(failure)) {
                return Future.failedFuture(failure);
            }
            meters.retried();
            return repeat(deadline, operation, number);
        });
    }

    private <T> Future<T> repeat(long deadline, Supplier<Future<T>> operation, int failures) {
        Duration delay = BACKOFF.delay(failures);
        if (deadline - System.nanoTime() <= delay.toNanos()) {
            return Future.failedFuture(unavailable());
        }
        return vertx.timer(delay.toMillis(), TimeUnit.MILLISECONDS)
                .compose(fired -> attempt(deadline, operation, failures + 1));
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof TimeoutException
                || (failure instanceof RookeryException known && known.code().retryable());
    }

    private static RookeryException unavailable() {
        return new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title());
    }
}
