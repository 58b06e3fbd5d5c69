package dev.rookery.async;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A limit for work that may not end by itself. Unlike {@link Future#timeout}, which for some futures fires on a thread of
 * its own, the limit fires on the context of the caller.
 */
public final class Deadline {
    private Deadline() {}

    /** Fails with a {@link TimeoutException} after the limit; the work goes on, but nobody hears of it. */
    public static <T> Future<T> within(Vertx vertx, Duration limit, Future<T> work) {
        if (work.isComplete()) {
            return work;
        }
        Promise<T> result = Promise.promise();
        long timer = vertx.setTimer(
                Math.max(1, limit.toMillis()),
                fired -> result.tryFail(new TimeoutException("no result within " + limit.toMillis() + " ms")));
        work.onComplete(
                value -> {
                    vertx.cancelTimer(timer);
                    result.tryComplete(value);
                },
                failure -> {
                    vertx.cancelTimer(timer);
                    result.tryFail(failure);
                });
        return result.future();
    }
}
