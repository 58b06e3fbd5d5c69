package dev.rookery.store.cassandra.log;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DayStart;
import dev.rookery.store.HistoryIndex;
import dev.rookery.store.cassandra.OpenStores;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraHistoryIndexIT {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final HistoryIndex index = open.stores().history();

    private final ChatId chat = new ChatId(UUID.randomUUID());

    @Test
    void aDayWithoutEntriesLeadsToTheNextOneWithSome() {
        await(index.begin(chat, List.of(new DayStart(DAY, 1), new DayStart(DAY.plusDays(3), 40))));

        assertThat(await(index.firstSince(chat, DAY.minusYears(1)))).contains(1L);
        assertThat(await(index.firstSince(chat, DAY))).contains(1L);
        assertThat(await(index.firstSince(chat, DAY.plusDays(1)))).contains(40L);
        assertThat(await(index.firstSince(chat, DAY.plusDays(3)))).contains(40L);
        assertThat(await(index.firstSince(chat, DAY.plusDays(4)))).isEmpty();
        assertThat(await(index.firstSince(new ChatId(UUID.randomUUID()), DAY))).isEmpty();
    }

    @Test
    void ofTwoWritersTheLowerSeqOfADayStaysInWhicheverOrderTheyCome() {
        await(index.begin(chat, List.of(new DayStart(DAY, 98))));
        await(index.begin(chat, List.of(new DayStart(DAY, 100))));
        assertThat(await(index.firstSince(chat, DAY))).contains(98L);

        await(index.begin(chat, List.of(new DayStart(DAY, 97))));
        assertThat(await(index.firstSince(chat, DAY))).contains(97L);
    }
}
