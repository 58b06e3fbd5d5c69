package dev.rookery.store.cassandra.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLayoutTest {
    @ParameterizedTest
    @CsvSource({"1,0", "999,0", "1000,1", "1999,1", "2000,2", "1099511627759,1099511627"})
    void bucketHoldsAThousandSeqs(long seq, int bucket) {
        assertThat(LogLayout.bucketOf(seq)).isEqualTo(bucket);
        assertThat(seq).isBetween(LogLayout.firstSeqOf(bucket), LogLayout.lastSeqOf(bucket));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,false", "999,false", "1000,true", "1001,false", "2000,true"})
    void firstSeqOfABucketOpensIt(long seq, boolean opens) {
        assertThat(LogLayout.opensBucket(seq)).isEqualTo(opens);
    }

    @Test
    void timestampIsEpochThenSeqAfterTheReservedNumbers() {
        assertThat(LogLayout.timestamp(1, 1)).isEqualTo(1_099_511_627_776L + 17);
        assertThat(LogLayout.timestamp(3, 5)).isEqualTo(3 * 1_099_511_627_776L + 21);
    }

    @Test
    void everyTimestampOfAnEpochIsBelowThoseOfTheNext() {
        long lastOfOne = LogLayout.timestamp(1, LogLayout.MAX_SEQ);

        assertThat(lastOfOne).isLessThan(2L << 40);
        assertThat(lastOfOne + 1).isEqualTo(2L << 40);
    }

    @Test
    void largestTimestampIsStillPositive() {
        assertThat(LogLayout.timestamp(LogLayout.MAX_EPOCH, LogLayout.MAX_SEQ)).isEqualTo(Long.MAX_VALUE);
        assertThat(LogLayout.MAX_EPOCH).isEqualTo((1L << 23) - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1L << 23, Long.MAX_VALUE})
    void epochOutOfRangeIsRefused(long epoch) {
        assertThatThrownBy(() -> LogLayout.timestamp(epoch, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, (1L << 40) - 16, Long.MAX_VALUE})
    void seqOutOfRangeIsRefused(long seq) {
        assertThatThrownBy(() -> LogLayout.timestamp(1, seq)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogLayout.bucketOf(seq)).isInstanceOf(IllegalArgumentException.class);
    }
}
