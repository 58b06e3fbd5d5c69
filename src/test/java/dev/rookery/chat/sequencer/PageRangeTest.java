package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageRangeTest {

    @Test
    void newestPageEndsAtTheWatermark() {
        assertThat(PageRange.newest(50, 1, 120)).isEqualTo(new PageRange(71, 120, true, true));
        assertThat(PageRange.newest(50, 1, 50)).isEqualTo(new PageRange(1, 50, true, false));
    }

    @Test
    void pageBeforeASeqLeavesItOut() {
        assertThat(PageRange.before(71, 50, 1, 120)).isEqualTo(new PageRange(21, 70, true, true));
        assertThat(PageRange.before(21, 50, 1, 120)).isEqualTo(new PageRange(1, 20, true, false));
        assertThat(PageRange.before(1, 50, 1, 120).isEmpty()).isTrue();
    }

    @Test
    void nothingAboveTheWatermarkIsServed() {
        assertThat(PageRange.before(1_000, 10, 1, 120)).isEqualTo(new PageRange(111, 120, true, true));
        assertThat(PageRange.after(115, 10, 1, 120)).isEqualTo(new PageRange(116, 120, false, false));
        assertThat(PageRange.after(500, 10, 1, 120).isEmpty()).isTrue();
    }

    @Test
    void pageAfterASeqBeginsWithTheNext() {
        assertThat(PageRange.after(10, 10, 1, 120)).isEqualTo(new PageRange(11, 20, false, true));
    }

    @Test
    void emptyChatHasAnEmptyPage() {
        assertThat(PageRange.newest(50, 1, 0).isEmpty()).isTrue();
        assertThat(PageRange.newest(50, 1, 0).beyond()).isFalse();
        assertThat(PageRange.after(5, 50, 1, 0).isEmpty()).isTrue();
    }

    @Test
    void whatAReaderClearedIsInNoPage() {
        assertThat(PageRange.newest(50, 101, 120)).isEqualTo(new PageRange(101, 120, true, false));
        assertThat(PageRange.before(110, 5, 101, 120)).isEqualTo(new PageRange(105, 109, true, true));
        assertThat(PageRange.before(50, 5, 101, 120).isEmpty()).isTrue();
        assertThat(PageRange.before(50, 5, 101, 120).beyond()).isFalse();
        assertThat(PageRange.after(0, 5, 101, 120)).isEqualTo(new PageRange(101, 105, false, true));
        assertThat(PageRange.newest(50, 121, 120).isEmpty()).isTrue();
        assertThat(PageRange.after(0, 50, 121, 120).isEmpty()).isTrue();
        assertThat(PageRange.aroundUpTo(50, 10, 121, 120).isEmpty()).isTrue();
        assertThat(PageRange.aroundAbove(50, 10, 121, 120).isEmpty()).isTrue();
    }

    @Test
    void aPageAroundASeqIsFullWhereverItIs() {
        assertThat(around(60, 10)).containsExactly(55L, 60L, 61L, 64L);
        assertThat(around(2, 10)).containsExactly(1L, 2L, 3L, 10L);
        assertThat(around(119, 10)).containsExactly(111L, 119L, 120L, 120L);
        assertThat(around(60, 1)).containsExactly(60L, 60L, 61L, 60L);
        assertThat(around(9_999, 3)).containsExactly(118L, 120L, 121L, 120L);
        assertThat(PageRange.aroundUpTo(5, 10, 1, 0).isEmpty()).isTrue();
        assertThat(PageRange.aroundAbove(5, 10, 1, 0).isEmpty()).isTrue();
    }

    private static List<Long> around(long seq, int limit) {
        PageRange lower = PageRange.aroundUpTo(seq, limit, 1, 120);
        PageRange upper = PageRange.aroundAbove(seq, limit, 1, 120);
        assertThat(lower.beyond()).isEqualTo(lower.from() > 1);
        assertThat(upper.beyond()).isEqualTo(upper.to() < 120);
        return List.of(lower.from(), lower.to(), upper.from(), upper.to());
    }
}
