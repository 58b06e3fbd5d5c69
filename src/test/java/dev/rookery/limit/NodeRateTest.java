package dev.rookery.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRateTest {
    private static final long MS = 1_000_000;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final NodeRate rate = new NodeRate(new Rate(60, 20, Duration.ofSeconds(1)), clock::get);

    private int granted(int asked) {
        return (int)
                IntStream.range(0, asked).filter(i -> rate.take("ada", 1) == 0).count();
    }

    @Test
    void aBurstIsGrantedAndThenWhatComesBack() {
        assertThat(granted(600)).isEqualTo(60);

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(granted(600)).isEqualTo(20);

        clock.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(granted(600)).isEqualTo(60);
    }

    @Test
    void nobodyPaysForAnother() {
        assertThat(granted(61)).isEqualTo(60);

        assertThat(rate.take("bob", 1)).isZero();
    }

    @Test
    void whoComesBackWhenToldIsGranted() {
        assertThat(granted(60)).isEqualTo(60);
        long[] waits =
                IntStream.range(0, 40).mapToLong(i -> rate.take("ada", 1)).toArray();

        // Not all at once: that would be refused again, and again.
        assertThat(waits).doesNotHaveDuplicates().isSorted();
        assertThat(waits[0]).isEqualTo(50 * MS);
        long passed = 0;
        for (long wait : waits) {
            clock.addAndGet(wait - passed);
            passed = wait;
            assertThat(rate.take("ada", 1)).as("after %d ms", wait / MS).isZero();
        }
    }

    @Test
    void nobodyIsToldToWaitForLongHoweverOftenItAsks() {
        assertThat(granted(100_000)).isEqualTo(60);

        assertThat(rate.take("ada", 1)).isBetween(1L, Duration.ofSeconds(10).toNanos());
    }

    @Test
    void oneThatCostsMoreThanAllIsGrantedFromAFullBucketOnly() {
        assertThat(rate.take("ada", 1_000)).isZero();
        assertThat(rate.take("ada", 1)).isPositive();
    }
}
