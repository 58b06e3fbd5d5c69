package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    private static final UUID ID = new UUID(0, 1);

    private final RecentEntries recent = new RecentEntries(5, 1_000);

    @Test
    void keepsOnlyTheNewestEntries() {
        add(1, 7, 10);

        assertThat(recent.newest().seq()).isEqualTo(7);
        assertThat(recent.read(PageRange.newest(5, 1, 7)))
                .extracting(Entry::seq)
                .containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(recent.read(PageRange.newest(6, 1, 7))).isNull();
    }

    @Test
    void largeTextsTakeTheRoomOfSmallOnes() {
        add(1, 3, 10);
        add(4, 4, 985);

        assertThat(recent.read(PageRange.newest(2, 1, 4))).hasSize(2);
        assertThat(recent.read(PageRange.newest(3, 1, 4))).isNull();
    }

    @Test
    void newestEntryStaysHoweverLargeItIs() {
        add(1, 1, 10);
        add(2, 2, 100_000);

        assertThat(recent.newest().seq()).isEqualTo(2);
        assertThat(recent.bytes()).isGreaterThan(200_000);
        add(3, 3, 10);
        assertThat(recent.bytes()).isLessThan(1_000);
    }

    @Test
    void neverHoldsAGap() {
        add(1, 3, 10);
        add(6, 7, 10);

        assertThat(recent.read(new PageRange(3, 7, true, true))).isNull();
        assertThat(recent.read(new PageRange(6, 7, true, true))).hasSize(2);
    }

    @Test
    void pageOfAnEmptyChatIsEmpty() {
        assertThat(recent.newest()).isNull();
        assertThat(recent.read(PageRange.newest(50, 1, 0))).isEmpty();
        assertThat(recent.read(new PageRange(1, 2, true, false))).isNull();
    }

    private void add(long from, long to, int characters) {
        LongStream.rangeClosed(from, to)
                .mapToObj(seq -> new Entry(
                        new ChatId(ID),
                        seq,
                        seq,
                        new UserId(ID),
                        new DeviceId(ID),
                        new ClientId("c" + seq),
                        Instant.EPOCH,
                        new Content.Message(new MessageText("x".repeat(characters)))))
                .forEach(recent::add);
    }
}
