package dev.rookery.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultLimitTest {
    private final FaultLimit<String> limit = new FaultLimit<>(10, 3);

    @Test
    void oneOfAKindPassesInAnIntervalAndTheNextSaysHowManyDidNot() {
        assertThat(limit.admit("disk", "a", 0)).hasValue(0);
        assertThat(limit.admit("disk", "b", 1)).isEmpty();
        assertThat(limit.admit("other", "c", 2)).hasValue(0);
        assertThat(limit.admit("disk", "d", 9)).isEmpty();
        assertThat(limit.admit("disk", "e", 10)).hasValue(2);
        assertThat(limit.admit("disk", "f", 20)).hasValue(0);
    }

    @Test
    void whatWasLeftOutLastIsToldWhenItsKindHasComeToRest() {
        assertThat(limit.admit("disk", "a", 0)).isPresent();
        assertThat(limit.admit("disk", "b", 1)).isEmpty();
        assertThat(limit.admit("disk", "c", 2)).isEmpty();
        assertThat(limit.admit("other", "d", 2)).isPresent();

        assertThat(limit.settle(9)).isEmpty();
        assertThat(limit.settle(10)).containsExactly(new FaultLimit.LeftOut<>("c", 1));
        assertThat(limit.settle(20)).isEmpty();
        assertThat(limit.admit("disk", "e", 11)).hasValue(0);
    }

    @Test
    void kindsThatSomebodyInventsShareOneLineOnceTheyAreMany() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.admit("kind " + i, "a", 0)).isPresent();
        }
        assertThat(limit.admit("one more", "b", 0)).isPresent();
        for (int i = 0; i < 100; i++) {
            assertThat(limit.admit("invented " + i, "c", 1)).isEmpty();
        }
    }
}
