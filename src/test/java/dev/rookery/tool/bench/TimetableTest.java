package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Offset<Long> ROUNDING = Offset.offset(2L);

    @Test
    void withoutWarmUpEachIsDueAfterTheSameTime() {
        Timetable even = new Timetable(100, Duration.ZERO);

        assertThat(even.due(0)).isZero();
        assertThat(even.due(1)).isCloseTo(SECOND / 100, ROUNDING);
        assertThat(even.due(250)).isCloseTo(SECOND * 5 / 2, ROUNDING);
    }

    @Test
    void theRateRisesEvenlyWhileItWarmsUp() {
        Timetable rising = new Timetable(100, Duration.ofSeconds(10));

        assertThat(rising.due(0)).isZero();
        // Half of the time brings a quarter of the messages.
        assertThat(rising.due(125)).isCloseTo(5 * SECOND, ROUNDING);
        assertThat(rising.due(500)).isCloseTo(10 * SECOND, ROUNDING);
        assertThat(rising.due(600)).isCloseTo(11 * SECOND, ROUNDING);
    }

    @Test
    void nothingIsDueBeforeWhatCameBefore() {
        Timetable rising = new Timetable(997, Duration.ofMillis(1_300));
        for (int i = 0; i < 3_000; i++) {
            assertThat(rising.due(i + 1)).isGreaterThan(rising.due(i));
        }
    }
}
