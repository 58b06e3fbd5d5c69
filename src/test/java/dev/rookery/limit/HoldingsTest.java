package dev.rookery.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Holdings holdings = new Holdings(1_000, new LimitMeters(registry));

    private RookeryException refusal(String holder, long bytes) {
        return catchThrowableOfType(RookeryException.class, () -> holdings.take(holder, bytes, 400));
    }

    private double refused(String limit) {
        return registry.get("rookery.limits.refused")
                .tag("limit", limit)
                .counter()
                .count();
    }

    @Test
    void oneHolderHasItsPart() {
        assertThat(refusal("ada", 400)).isNull();

        RookeryException refused = refusal("ada", 1);
        assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(refused("memory_per_holder")).isEqualTo(1);
        assertThat(refusal("bob", 400)).isNull();
    }

    @Test
    void allTogetherHaveTheLimitOfTheNode() {
        assertThat(refusal("ada", 400)).isNull();
        assertThat(refusal("bob", 400)).isNull();

        assertThat(refusal("eve", 201)).isNotNull();
        assertThat(refused("memory_of_node")).isEqualTo(1);
        assertThat(holdings.held()).isEqualTo(800);
    }

    @Test
    void whatIsGivenBackIsFreeAndForgotten() {
        assertThat(refusal("ada", 400)).isNull();
        assertThat(refusal("ada", 1)).isNotNull();

        holdings.release("ada", 400);

        assertThat(holdings.held()).isZero();
        assertThat(holdings.holders()).isZero();
        assertThat(refusal("ada", 400)).isNull();
    }

    @Test
    void itIsTightBeforeItIsFullAndEasyLater() {
        assertThat(holdings.add("ada", 901)).isEqualTo(901);
        assertThat(holdings.isTight()).isTrue();

        holdings.release("ada", 150);
        assertThat(holdings.isTight()).isFalse();
        assertThat(holdings.isEasy()).isFalse();

        holdings.release("ada", 100);
        assertThat(holdings.isEasy()).isTrue();
    }
}
