package dev.rookery.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.telemetry.PersistenceMeters;
import dev.rookery.testkit.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Retry retry = new Retry(vertx, new PersistenceMeters(meters));
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void transientFailureIsRepeatedUntilItPasses() throws Exception {
        String result = run(
                        Duration.ofSeconds(30),
                        () -> attempts.incrementAndGet() < 4
                                ? Future.failedFuture(new RookeryException(ErrorCode.STORE_UNAVAILABLE, "away"))
                                : Future.succeededFuture("stored"))
                .await(Patience.SECONDS, TimeUnit.SECONDS);

        assertThat(result).isEqualTo("stored");
        assertThat(attempts).hasValue(4);
        assertThat(meters.counter("rookery.persistence.retries").count()).isEqualTo(3);
    }

    @Test
    void failureThatARepeatCannotMendIsPassedOnAtOnce() throws Exception {
        Throwable failure = failureOf(run(Duration.ofSeconds(30), () -> {
            attempts.incrementAndGet();
            return Future.failedFuture(new IllegalStateException("a bug"));
        }));

        assertThat(failure).hasMessage("a bug");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void deadlineEndsTheRepeats() throws Exception {
        Throwable failure = failureOf(run(Duration.ofMillis(300), () -> {
            attempts.incrementAndGet();
            return Future.failedFuture(new RookeryException(ErrorCode.OVERLOADED, "busy"));
        }));

        assertUnavailable(failure);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    @Test
    void deadlineEndsAnAttemptThatNeverAnswers() throws Exception {
        Throwable failure = failureOf(
                run(Duration.ofMillis(200), () -> Promise.<String>promise().future()));

        assertUnavailable(failure);
    }

    private static void assertUnavailable(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(RookeryException.class, known -> assertThat(known.code())
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private Future<String> run(Duration within, Supplier<Future<String>> operation) {
        Promise<String> result = Promise.promise();
        vertx.runOnContext(go ->
                retry.until(System.nanoTime() + within.toNanos(), operation).onComplete(result));
        return result.future();
    }

    private static Throwable failureOf(Future<String> future) throws Exception {
        return future.<Throwable>map(result -> new AssertionError("succeeded"))
                .recover(Future::succeededFuture)
                .await(Patience.SECONDS, TimeUnit.SECONDS);
    }
}
