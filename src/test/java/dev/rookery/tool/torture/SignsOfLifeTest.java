package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
    private static final long SECOND = 1_000_000_000;

    private final SignsOfLife life = new SignsOfLife();

    @Test
    void asksOnceAfterThreeSilentSecondsOfWaitingAndGivesUpFiveLater() {
        life.heard(0);
        assertThat(life.mustAsk(60 * SECOND)).isFalse();

        life.waits(true, 60 * SECOND);
        assertThat(life.mustAsk(62 * SECOND)).isFalse();
        assertThat(life.mustAsk(64 * SECOND)).isTrue();
        assertThat(life.mustAsk(65 * SECOND)).isFalse();
        assertThat(life.isGone(68 * SECOND)).isFalse();
        assertThat(life.isGone(70 * SECOND)).isTrue();
    }

    @Test
    void whateverIsHeardIsASignOfLife() {
        life.waits(true, 0);
        life.heard(2 * SECOND);
        assertThat(life.mustAsk(4 * SECOND)).isFalse();
        assertThat(life.mustAsk(6 * SECOND)).isTrue();
        life.heard(7 * SECOND);

        assertThat(life.isGone(60 * SECOND)).isFalse();
        assertThat(life.mustAsk(60 * SECOND)).isTrue();
    }
}
