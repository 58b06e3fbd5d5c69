package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.SomeSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Deadlines deadlines = new Deadlines(
            SomeSettings.http(Map.of("headTimeout", "10s", "bodyTimeout", "30s", "idleTimeout", "60s"))
                    .connections(),
            0);

    @Test
    void aSilentConnectionHasTheTimeOfAHead() {
        assertThat(deadlines.due()).isEqualTo(10 * SECOND);
        assertThat(deadlines.beingAsked()).isFalse();
    }

    @Test
    void bytesOfAHeadGainNoTime() {
        for (int second = 1; second < 10; second++) {
            deadlines.received(1, second * SECOND);
        }

        assertThat(deadlines.due()).isEqualTo(11 * SECOND);
        assertThat(deadlines.beingAsked()).isTrue();
    }

    @Test
    void aBodyGainsTimeByItsSizeOnly() {
        deadlines.received(100, SECOND);
        deadlines.headRead(SECOND);
        deadlines.received(3, 2 * SECOND);
        assertThat(deadlines.due()).isBetween(31 * SECOND, 31 * SECOND + SECOND / 1_000);

        deadlines.received(1_300_000, 3 * SECOND);
        assertThat(deadlines.due()).isBetween(300 * SECOND, 350 * SECOND);
    }

    @Test
    void theTimeOfTheServerIsNotTheClients() {
        deadlines.headRead(0);
        deadlines.bodyRead(0);

        assertThat(deadlines.due()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void anAnswerMustBeRead() {
        deadlines.headRead(0);
        deadlines.bodyRead(0);
        deadlines.answered(40_960, SECOND);
        assertThat(deadlines.due()).isEqualTo(41 * SECOND);

        deadlines.answerTaken(5 * SECOND);
        assertThat(deadlines.due()).isEqualTo(65 * SECOND);
    }

    @Test
    void whatComesAfterTheAnswerGainsNothing() {
        deadlines.headRead(0);
        deadlines.answered(0, SECOND);
        deadlines.answerTaken(SECOND);
        deadlines.received(1_000_000_000, 2 * SECOND);

        assertThat(deadlines.due()).isEqualTo(11 * SECOND);
        assertThat(deadlines.beingAsked()).isFalse();
    }

    @Test
    void requestsAheadAreCounted() {
        deadlines.headRead(0);
        deadlines.bodyRead(0);
        deadlines.headRead(0);
        assertThat(deadlines.ahead()).isEqualTo(1);

        deadlines.answered(0, 0);
        assertThat(deadlines.ahead()).isZero();
        assertThat(deadlines.beingAsked()).isTrue();
    }
}
