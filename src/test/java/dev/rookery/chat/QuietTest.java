package dev.rookery.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Members are told once, after a quiet moment, and only what no message said. */
class QuietTest {
    private static final long MOMENT = Quiet.MOMENT.toNanos();

    private final Quiet quiet = new Quiet(4);

    @Test
    void theNewestMessageIsToldAfterAMomentAndOnce() {
        quiet.delivered(4, null, 10);
        assertThat(quiet.isToCome(4)).isFalse();
        assertThat(quiet.isToCome(5)).isTrue();
        assertThat(quiet.take(5, 9 + MOMENT)).isFalse();
        assertThat(quiet.take(5, 10 + MOMENT)).isTrue();
        assertThat(quiet.take(5, 20 + MOMENT)).isFalse();
        assertThat(quiet.isToCome(5)).isFalse();
    }

    @Test
    void aBusyChatIsToldNothingForItsMessagesSayIt() {
        for (int i = 0; i < 10; i++) {
            long now = i * MOMENT / 2;
            quiet.delivered(4 + i, null, now);
            assertThat(quiet.take(5 + i, now + MOMENT / 3)).isFalse();
        }
    }

    @Test
    void whatASyncSaysIsNotToldAgain() {
        assertThat(quiet.isToCome(4)).isFalse();
        assertThat(quiet.take(4, Long.MAX_VALUE / 2)).isFalse();
    }
}
