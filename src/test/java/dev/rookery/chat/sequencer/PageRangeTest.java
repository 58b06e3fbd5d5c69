package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageRangeTest {

    @Test
    void newestPageEndsAtTheWatermark() {
        assertThat(PageRange.newest(50, 120)).isEqualTo(new PageRange(71, 120, true, true));
        assertThat(PageRange.newest(50, 50)).isEqualTo(new PageRange(1, 50, true, false));
    }

    @Test
    void pageBeforeASeqLeavesItOut() {
        assertThat(PageRange.before(71, 50, 120)).isEqualTo(new PageRange(21, 70, true, true));
        assertThat(PageRange.before(21, 50, 120)).isEqualTo(new PageRange(1, 20, true, false));
        assertThat(PageRange.before(1, 50, 120).isEmpty()).isTrue();
    }

    @Test
    void nothingAboveTheWatermarkIsServed() {
        assertThat(PageRange.before(1_000, 10, 120)).isEqualTo(new PageRange(111, 120, true, true));
        assertThat(PageRange.after(115, 10, 120)).isEqualTo(new PageRange(116, 120, false, false));
        assertThat(PageRange.after(500, 10, 120).isEmpty()).isTrue();
    }

    @Test
    void pageAfterASeqBeginsWithTheNext() {
        assertThat(PageRange.after(10, 10, 120)).isEqualTo(new PageRange(11, 20, false, true));
    }

    @Test
    void emptyChatHasAnEmptyPage() {
        assertThat(PageRange.newest(50, 0).isEmpty()).isTrue();
        assertThat(PageRange.newest(50, 0).beyond()).isFalse();
        assertThat(PageRange.after(5, 50, 0).isEmpty()).isTrue();
    }
}
