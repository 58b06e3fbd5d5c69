package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DayStart;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final ChatId CHAT = new ChatId(new UUID(1, 1));
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 28);

    @Test
    void theFirstEntryOfADayBeginsIt() {
        Days days = new Days(List.of());

        List<Entry> batch = List.of(
                entry(1, "2026-02-28T00:00:00Z"),
                entry(2, "2026-02-28T23:59:59.999Z"),
                entry(3, "2026-03-01T00:00:00Z"));

        assertThat(days.begunBy(batch)).containsExactly(new DayStart(FIRST, 1), new DayStart(FIRST.plusDays(1), 3));
    }

    @Test
    void aRepeatOfABatchNamesTheSameDaysAndTheNextBatchDoesNot() {
        Days days = new Days(List.of());
        List<Entry> batch = List.of(entry(1, "2026-02-28T10:00:00Z"));

        assertThat(days.begunBy(batch)).hasSize(1).isEqualTo(days.begunBy(batch));
        days.stored(batch);

        assertThat(days.begunBy(List.of(entry(2, "2026-02-28T11:00:00Z")))).isEmpty();
        assertThat(days.begunBy(List.of(entry(2, "2026-03-05T11:00:00Z"))))
                .containsExactly(new DayStart(LocalDate.of(2026, 3, 5), 2));
    }

    @Test
    void anOwnerGoesOnFromWhatItFound() {
        Days days = new Days(List.of(entry(7, "2026-02-28T10:00:00Z"), Entry.voided(CHAT, 8, 7)));

        assertThat(days.begunBy(List.of(entry(9, "2026-02-28T12:00:00Z")))).isEmpty();
    }

    @Test
    void aClockThatIsBehindDoesNotGoBack() {
        Days days = new Days(List.of(entry(7, "2026-03-01T00:00:01Z")));

        assertThat(days.begunBy(List.of(entry(8, "2026-02-28T23:59:59Z"), entry(9, "2026-03-01T00:00:02Z"))))
                .isEmpty();
    }

    private static Entry entry(long seq, String sentAt) {
        return new Entry(
                CHAT,
                seq,
                seq,
                new UserId(new UUID(2, 2)),
                new DeviceId(new UUID(3, 3)),
                new ClientId("c" + seq),
                Instant.parse(sentAt),
                new Content.Message(new MessageText("text")));
    }
}
