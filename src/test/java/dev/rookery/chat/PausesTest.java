package dev.rookery.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final long LONG = PAUSE.toNanos();

    private final Pauses<String> pauses = new Pauses<>(2);

    @Test
    void nothingIsDoneAgainBeforeItsPauseIsOver() {
        assertThat(pauses.take("ada", PAUSE, Long.MAX_VALUE - 1)).isTrue();
        assertThat(pauses.take("ada", PAUSE, Long.MAX_VALUE)).isFalse();
        assertThat(pauses.take("ben", PAUSE, Long.MAX_VALUE)).isTrue();
        // Such times overflow, and what was refused begins no pause.
        assertThat(pauses.take("ada", PAUSE, Long.MAX_VALUE - 1 + LONG)).isTrue();
        assertThat(pauses.take("ben", PAUSE, Long.MAX_VALUE - 1 + LONG)).isFalse();
    }

    @Test
    void theOldestIsForgottenWhenThereAreTooMany() {
        assertThat(pauses.take("ada", PAUSE, 0)).isTrue();
        assertThat(pauses.take("ben", PAUSE, 1)).isTrue();
        assertThat(pauses.take("cai", PAUSE, 2)).isTrue();

        assertThat(pauses.take("ben", PAUSE, 3)).isFalse();
        assertThat(pauses.take("ada", PAUSE, 3)).isTrue();
    }
}
