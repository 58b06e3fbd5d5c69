package dev.rookery.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MenderTest {
    private final List<String> effects = new ArrayList<>();
    private final Mender<String> mender =
            new Mender<>(new Mender.Limits(Duration.ofSeconds(10), 1_000, 2), new Mender.Effects<>() {
                @Override
                public void rewrite(long pass, String write) {
                    effects.add(pass + " " + write);
                }

                @Override
                public void mended(long loss, int writes) {
                    effects.add("mended " + loss + " with " + writes);
                }
            });
    private long now;

    @BeforeEach
    void begin() {
        pass(1);
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            now += 1_000;
            mender.tick(now);
        }
    }

    private void store(String write) {
        assertThat(mender.stored(write, 100, 0, 0)).isTrue();
    }

    @Test
    void writesAgainWhatWasStoredLately() {
        store("old");
        pass(6);
        store("a");
        store("b");
        pass(5);

        mender.lost(1);

        assertThat(effects).containsExactly("1 a", "1 b");
        assertThat(mender.isWhole()).isFalse();
        mender.rewritten(1);
        assertThat(mender.isWhole()).isFalse();
        mender.rewritten(1);
        assertThat(effects).endsWith("mended 1 with 2");
        assertThat(mender.isWhole()).isTrue();
    }

    @Test
    void hasSoManyUnderWayAtATime() {
        store("a");
        store("b");
        store("c");

        mender.lost(1);
        assertThat(effects).containsExactly("1 a", "1 b");
        mender.rewritten(1);

        assertThat(effects).containsExactly("1 a", "1 b", "1 c");
    }

    @Test
    void isWholeAtOnceIfNothingWasStored() {
        mender.lost(1);

        assertThat(effects).containsExactly("mended 1 with 0");
    }

    @Test
    void beginsAgainIfTheStoreIsLostMeanwhile() {
        store("a");
        store("b");
        mender.lost(1);
        mender.rewritten(1);
        effects.clear();

        mender.lost(2);
        mender.rewritten(1);
        mender.rewritten(1);

        assertThat(effects).containsExactly("2 a", "2 b");
        assertThat(mender.isPass(1)).isFalse();
        assertThat(mender.isPass(2)).isTrue();
        mender.rewritten(2);
        mender.rewritten(2);
        assertThat(effects).endsWith("mended 2 with 2");
    }

    @Test
    void doesNotCountWhatWasStoredWhileTheStoreWasLost() {
        assertThat(mender.stored("a", 100, 0, 1)).isFalse();

        mender.lost(1);

        assertThat(effects).containsExactly("mended 1 with 0");
        assertThat(mender.stored("a", 100, 1, 1)).isTrue();
    }

    @Test
    void keepsWhatIsStoredWhileItMendsForTheNextLoss() {
        store("a");
        mender.lost(1);
        assertThat(mender.stored("b", 100, 1, 1)).isTrue();
        pass(30);
        mender.rewritten(1);

        mender.lost(2);

        assertThat(effects).containsExactly("1 a", "mended 1 with 1", "2 a", "2 b");
    }

    @Test
    void aPauseOfTheNodeDoesNotMakeItForget() {
        store("a");
        now += 60_000;
        mender.tick(now);

        mender.lost(1);

        assertThat(effects).containsExactly("1 a");
    }

    @Test
    void keepsNoMoreThanItHasRoomFor() {
        for (int write = 1; write <= 15; write++) {
            store("w" + write);
        }

        assertThat(mender.size()).isEqualTo(10);
        mender.lost(1);
        assertThat(effects).containsExactly("1 w6", "1 w7");
    }
}
