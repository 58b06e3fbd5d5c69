package dev.rookery.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(2, 3);
    private final List<Promise<String>> begun = new ArrayList<>();

    @Test
    void onlySoManyRunAtATimeAndTheRestFollowInOrder() {
        List<Future<String>> results =
                IntStream.range(0, 5).mapToObj(i -> pass(later())).toList();
        assertThat(begun).hasSize(2);
        assertThat(gate.queued()).isEqualTo(3);

        begun.get(1).complete("second");
        assertThat(begun).hasSize(3);
        assertThat(results.get(1).result()).isEqualTo("second");

        begun.get(2).fail("third");
        assertThat(begun).hasSize(4);
        assertThat(results.get(2).failed()).isTrue();
        assertThat(results.get(0).isComplete()).isFalse();
        assertThat(gate.running()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsRefusedAtOnce() {
        IntStream.range(0, 5)
                .forEach(i -> assertThat(pass(later()).isComplete()).isFalse());

        Future<String> refused = pass(later());

        assertThat(refused.cause()).isInstanceOfSatisfying(RookeryException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure.retryAfter()).isPresent();
        });
        assertThat(begun).hasSize(2);
    }

    @Test
    void whatWaitedPastItsDeadlineIsNotBegun() {
        assertThat(pass(later()).isComplete()).isFalse();
        assertThat(pass(later()).isComplete()).isFalse();
        Future<String> late = pass(System.nanoTime() - 1);
        Future<String> inTime = pass(later());

        begun.get(0).complete("done");

        assertThat(late.cause()).hasMessageContaining("busy");
        assertThat(begun).hasSize(3);
        begun.get(2).complete("in time");
        assertThat(inTime.result()).isEqualTo("in time");
    }

    @Test
    void workThatThrowsGivesItsPlaceBack() {
        Future<String> thrown = gate.pass(later(), () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(thrown.cause()).hasMessage("broken");
        assertThat(gate.running()).isZero();
    }

    private Future<String> pass(long deadline) {
        return gate.pass(deadline, () -> {
            Promise<String> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }

    private static long later() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }
}
