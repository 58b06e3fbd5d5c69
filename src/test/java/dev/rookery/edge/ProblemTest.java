package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.Problem.Violation;
import dev.rookery.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasAWholeProblem(ErrorCode code) {
        var problem = Problem.of(new RookeryException(code, "why"));

        assertThat(problem.code()).isEqualTo(code);
        List<String> keys = new ArrayList<>(List.of("type", "title", "status", "detail", "code", "retryable"));
        if (code.retryable()) {
            keys.add("retryAfterMs");
        }
        if (code == ErrorCode.INVALID_REQUEST) {
            keys.add("violations");
        }
        assertThat(problem.toJson().getMap())
                .containsOnlyKeys(keys.toArray(String[]::new))
                .containsEntry("code", code.wireName())
                .containsEntry("title", code.title())
                .containsEntry("detail", "why");
        assertThat(problem.toJson().getInteger("status")).isBetween(400, 599);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void whoMayTryAgainIsToldWhenWhateverTheFailureCameThrough(ErrorCode code) {
        RookeryException failure = new RookeryException(code, "why");

        assertThat(failure.retryAfter().isPresent()).isEqualTo(code.retryable());
        assertThat(ServerFrame.Refused.of("1", null, failure).retryAfterMs() != null)
                .isEqualTo(code.retryable());
    }

    @Test
    void namesTheFieldOfAValueThatIsRefused() {
        var problem = Problem.of(RookeryException.invalid("displayName", "'displayName' must not be blank"));

        assertThat(problem.toJson().getJsonArray("violations").getJsonObject(0).getMap())
                .containsExactly(
                        Map.entry("field", "displayName"), Map.entry("message", "'displayName' must not be blank"));
    }

    @Test
    void namesEachFieldThatIsWrong() {
        var problem = Problem.of(new InvalidRequestException(List.of(
                new Violation("username", "'username' is missing"), new Violation("limit", "'limit' is too high"))));

        assertThat(problem.toJson().encode())
                .contains("\"detail\":\"'username' is missing; 'limit' is too high\"")
                .contains("\"code\":\"invalid_request\"")
                .contains("\"violations\":[{\"field\":\"username\",");
    }

    @Test
    void anIncidentIsNamed() {
        assertThat(Problem.incident("4f2a").toJson().getMap())
                .containsEntry("incident", "4f2a")
                .containsEntry("code", "internal");
    }
}
