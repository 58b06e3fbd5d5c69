package dev.rookery.store.redis;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer of Redis is waited for. A timer that fires late says that this process was held up, which says nothing
 * about Redis: then the answer, which may be here unread, gets as long once more. Or a busy node would look nothing up, and
 * tell everything to everybody.
 */
final class AnswerTimeout {
    private AnswerTimeout() {}

    /** Fails with a {@link TimeoutException} after the limit, or after twice of it when the first timer was late by half. */
    static <T extends @Nullable Object> Future<T> within(Duration limit, Future<T> answer) {
        long late = System.nanoTime() + limit.multipliedBy(3).dividedBy(2).toNanos();
        return once(limit, answer)
                .recover(failure -> failure instanceof TimeoutException && System.nanoTime() > late
                        ? once(limit, answer)
                        : Future.failedFuture(failure));
    }

    private static <T extends @Nullable Object> Future<T> once(Duration limit, Future<T> answer) {
        return answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
