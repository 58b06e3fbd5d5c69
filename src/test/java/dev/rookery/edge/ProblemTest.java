package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void namesTheCodeAndWhetherToTryAgain() {
        var problem = Problem.of(new RookeryException(ErrorCode.RATE_LIMITED, "10 attempts", Duration.ofMillis(1_200)));

        assertThat(problem.toJson().getMap())
                .containsEntry("type", "urn:rookery:error:rate_limited")
                .containsEntry("status", 429)
                .containsEntry("code", "rate_limited")
                .containsEntry("detail", "10 attempts")
                .containsEntry("retryable", true)
                .containsEntry("retryAfterMs", 1_200L);
    }

    @Test
    void anUnexpectedFailureKeepsItsMessageToItself() {
        var problem = Problem.of(new IllegalStateException("password=hunter2"));

        assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(problem.toJson().encode()).doesNotContain("hunter2");
    }
}
