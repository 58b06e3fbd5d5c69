package dev.rookery.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
    private static final Duration SHORT_LIFE = Duration.ofSeconds(5);

    @Test
    void doublesUpToALimitAndBeginsAnewAfterALongLife() {
        RestartDelay delay = new RestartDelay();

        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(delay.after(SHORT_LIFE)).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(delay.after(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(1));
        assertThat(delay.after(SHORT_LIFE)).isEqualTo(Duration.ofSeconds(2));
    }
}
