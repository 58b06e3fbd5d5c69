package dev.rookery.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Losses losses = new Losses();

    @Test
    void isWholeUntilALossAndAfterItsMending() {
        assertThat(losses.isWholeSince(0)).isTrue();

        losses.notice();
        assertThat(losses.isWhole()).isFalse();
        losses.mended(1);

        assertThat(losses.isWhole()).isTrue();
        assertThat(losses.isWholeSince(0)).isFalse();
        assertThat(losses.isWholeSince(1)).isTrue();
    }

    @Test
    void mendingAnOlderLossIsNotEnough() {
        losses.notice();
        losses.notice();

        losses.mended(1);

        assertThat(losses.isWhole()).isFalse();
    }

    @Test
    void tellsOfLossAndMending() {
        List<Boolean> told = new ArrayList<>();
        losses.onChange(() -> told.add(losses.isWhole()));

        losses.notice();
        losses.mended(1);

        assertThat(told).containsExactly(false, true);
    }
}
