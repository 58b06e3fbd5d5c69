package dev.rookery.store.cassandra.log;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Append;
import dev.rookery.store.MessageLog.Page;
import dev.rookery.store.cassandra.OpenStores;
import dev.rookery.store.cassandra.SampleEntries;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CassandraMessageLogIT {
    private static final int BIG = Integer.MAX_VALUE;
    private static OpenStores open;
    private static MessageLog log;

    private final SampleEntries entries = new SampleEntries();
    private final ChatId chat = entries.chat();

    @BeforeAll
    static void openStores() {
        open = new OpenStores();
        log = open.stores().log();
    }

    @AfterAll
    static void closeStores() {
        open.close();
    }

    @Test
    void readGivesWhatWasAppendedInBothDirections() {
        List<Entry> all = entries.range(1, 40);
        await(log.append(chat, 1, all));

        assertThat(await(log.read(chat, 1, 40, 1000, BIG, false))).isEqualTo(new Page(all, false));
        assertThat(await(log.read(chat, 1, 40, 1000, BIG, true))).isEqualTo(new Page(reversed(all), false));
        assertThat(await(log.read(chat, 11, 20, 1000, BIG, false))).isEqualTo(new Page(all.subList(10, 20), false));
    }

    @Test
    void appendsOfManyChatsAtOnceAreEachStored() {
        List<Append> appends = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            SampleEntries some = new SampleEntries();
            appends.add(new Append(some.chat(), 1 + i, some.range(1 + i % 3, 3)));
        }
        Entry large = entries.entry(1, "x".repeat(20_000));
        appends.add(new Append(chat, 1, List.of(large)));

        await(Future.all(log.append(appends)));

        for (Append append : appends) {
            assertThat(await(log.read(append.chat(), 1, 10, 1000, BIG, false)).entries())
                    .isEqualTo(append.entries());
        }
    }

    @Test
    void appendThatCannotBeWrittenFailsAloneAmongOthers() {
        Append gap = new Append(chat, 1, List.of(entries.entry(1, "a"), entries.entry(3, "b")));
        SampleEntries some = new SampleEntries();
        Append good = new Append(some.chat(), 1, some.range(2, 3));

        List<Future<Void>> outcomes = log.append(List.of(gap, good));

        assertThatThrownBy(() -> await(outcomes.get(0))).hasMessageContaining("consecutive");
        await(outcomes.get(1));
        assertThat(await(log.read(some.chat(), 1, 10, 1000, BIG, false)).entries())
                .isEqualTo(good.entries());
    }

    @Test
    void appendAcrossABucketEdgeIsReadAcrossItFromEitherEnd() {
        List<Entry> all = entries.range(1, 2003);
        for (int i = 0; i < all.size(); i += 16) {
            await(log.append(chat, 1, all.subList(i, Math.min(i + 16, all.size()))));
        }

        assertThat(await(log.read(chat, 990, 1010, 1000, BIG, false)).entries()).isEqualTo(all.subList(989, 1010));
        assertThat(await(log.read(chat, 990, 1010, 1000, BIG, true)).entries())
                .isEqualTo(reversed(all.subList(989, 1010)));
        assertThat(await(log.read(chat, 1, Long.MAX_VALUE, 1000, BIG, false)))
                .isEqualTo(new Page(all.subList(0, 1000), true));
        assertThat(await(log.read(chat, 1, Long.MAX_VALUE, 1000, BIG, true)))
                .isEqualTo(new Page(reversed(all.subList(1003, 2003)), true));
        assertThat(await(log.read(chat, 1001, Long.MAX_VALUE, 1000, BIG, false)).entries())
                .hasSize(1000);
        assertThat(await(log.read(chat, 1900, Long.MAX_VALUE, 1000, BIG, false)))
                .isEqualTo(new Page(all.subList(1899, 2003), false));
        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(all.subList(1987, 2003));
        assertThat(buckets(chat)).containsExactly(2, 1, 0);
    }

    @Test
    void readingFarBeyondTheEndComesBackEmpty() {
        await(log.append(chat, 1, entries.range(1, 3)));

        assertThat(await(log.read(chat, 500_000_000, Long.MAX_VALUE, 10, BIG, false)))
                .isEqualTo(new Page(List.of(), false));
        assertThat(await(log.read(chat, 4, 5, 10, BIG, true))).isEqualTo(new Page(List.of(), false));
    }

    @Test
    void chatWithoutEntriesHasAnEmptyTail() {
        assertThat(await(log.tail(new ChatId(UUID.randomUUID()), 16, BIG))).isEmpty();
        assertThat(await(log.read(new ChatId(UUID.randomUUID()), 1, Long.MAX_VALUE, 10, BIG, true)))
                .isEqualTo(new Page(List.of(), false));
    }

    @Test
    void bucketThatWasOpenedButNeverFilledDoesNotHideTheTail() {
        List<Entry> all = entries.range(1, 999);
        for (int i = 0; i < all.size(); i += 16) {
            await(log.append(chat, 1, all.subList(i, Math.min(i + 16, all.size()))));
        }
        open.session()
                .execute(
                        "INSERT INTO " + open.config().keyspace() + ".chat_buckets (chat_id, bucket) VALUES (?, 1)",
                        chat.value());

        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(all.subList(983, 999));
        assertThat(await(log.tail(chat, 1, BIG))).isEqualTo(all.subList(998, 999));
    }

    @Test
    void pageSaysWhetherThereIsMore() {
        List<Entry> all = entries.range(1, 60);
        await(log.append(chat, 1, all));

        for (int limit : new int[] {1, 15, 16, 17, 18, 33, 59}) {
            assertThat(await(log.read(chat, 1, 60, limit, BIG, false)))
                    .isEqualTo(new Page(all.subList(0, limit), true));
        }
        assertThat(await(log.read(chat, 1, 60, 60, BIG, false))).isEqualTo(new Page(all, false));
        assertThat(await(log.read(chat, 1, 17, 17, BIG, true)))
                .isEqualTo(new Page(reversed(all.subList(0, 17)), false));
    }

    @Test
    void batchOfTheLongestTextsPassesAndPagesEndByBytes() {
        List<Entry> all = entries.range(1, 16, seq -> "😺".repeat(MessageText.MAX_CHARACTERS));
        await(log.append(chat, 1, all));

        assertThat(await(log.read(chat, 1, 16, 1000, 1_000_000, false))).isEqualTo(new Page(all.subList(0, 2), true));
        assertThat(await(log.read(chat, 1, 16, 1000, 1, false))).isEqualTo(new Page(all.subList(0, 1), true));
        assertThat(await(log.read(chat, 1, 16, 1000, BIG, true))).isEqualTo(new Page(reversed(all), false));
        assertThat(await(log.tail(chat, 16, 1_000_000))).isEqualTo(all.subList(14, 16));
    }

    @Test
    void repeatedAppendChangesNothing() {
        List<Entry> all = entries.range(995, 1004);
        await(log.append(chat, 7, all));
        Map<Long, String> before = stored(chat);

        await(log.append(chat, 7, all));

        assertThat(stored(chat)).isEqualTo(before).hasSize(10);
    }

    @Test
    void everyRowCarriesItsEpochAsTimestamp() {
        await(log.append(chat, 5, entries.range(1, 3)));
        await(log.append(chat, 6, entries.range(4, 4)));

        assertThat(timestamps(chat))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        1L, (5L << 40) + 17,
                        2L, (5L << 40) + 18,
                        3L, (5L << 40) + 19,
                        4L, (6L << 40) + 20));
    }

    @Test
    void lateWriteOfAFormerOwnerChangesNothing() {
        List<Entry> former = entries.range(1, 4, seq -> "former " + seq);
        List<Entry> later = entries.range(1, 4, seq -> "later " + seq);
        await(log.append(chat, 2, later));

        await(log.append(chat, 1, former));

        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(later);
    }

    @Test
    void laterOwnerOverwritesAFormerOne() {
        await(log.append(chat, 1, entries.range(1, 4, seq -> "former " + seq)));
        List<Entry> later = entries.range(1, 4, seq -> "later " + seq);

        await(log.append(chat, 2, later));

        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(later);
    }

    @Test
    void entriesThatAreNotConsecutiveAreRefusedBeforeAnythingIsWritten() {
        List<Entry> gap = List.of(entries.entry(1, "a"), entries.entry(3, "b"));
        List<Entry> foreign = List.of(new SampleEntries().entry(1, "c"));

        assertThatThrownBy(() -> await(log.append(chat, 1, gap))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(log.append(chat, 1, foreign))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(log.append(chat, 1L << 23, entries.range(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stored(chat)).isEmpty();
    }

    @Test
    void whatOnlyANewerNodeKnowsIsPassedOverAndStaysAsItIs() {
        await(log.append(chat, 1, entries.range(1, 1)));
        open.session()
                .execute(SimpleStatement.newInstance(
                        "INSERT INTO " + open.config().keyspace()
                                + ".chat_log (chat_id, bucket, seq, body) VALUES (?, 0, 2, 0x6301010203) USING TIMESTAMP ?",
                        chat.value(),
                        LogLayout.timestamp(1, 2)));
        await(log.append(chat, 1, List.of(entries.entry(3, "text").counted(2))));
        List<Entry> before = await(log.tail(chat, 16, BIG));

        await(log.planActivation(chat, 2, 16, BIG).compose(log::activate));

        assertThat(before).extracting(Entry::seq).containsExactly(1L, 2L, 3L);
        assertThat(before.get(1).content()).isEqualTo(new Content.Unknown(99, 1, "\u0002\u0003"));
        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(before);
    }

    private static List<Entry> reversed(List<Entry> entries) {
        List<Entry> reversed = new ArrayList<>(entries);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<Integer> buckets(ChatId chat) {
        return open
                .session()
                .execute(
                        "SELECT bucket FROM " + open.config().keyspace() + ".chat_buckets WHERE chat_id = ?",
                        chat.value())
                .all()
                .stream()
                .map(row -> row.getInt("bucket"))
                .toList();
    }

    private static Map<Long, Long> timestamps(ChatId chat) {
        Map<Long, Long> timestamps = new TreeMap<>();
        rows(chat).forEach(row -> timestamps.put(row.getLong("seq"), row.getLong("ts")));
        return timestamps;
    }

    /** Timestamp and bytes of every row. */
    private static Map<Long, String> stored(ChatId chat) {
        Map<Long, String> stored = new TreeMap<>();
        rows(chat)
                .forEach(row -> stored.put(
                        row.getLong("seq"),
                        row.getLong("ts") + " " + row.getFormattedContents().hashCode()));
        return stored;
    }

    private static List<Row> rows(ChatId chat) {
        List<Row> rows = new ArrayList<>();
        for (int bucket = 0; bucket < 2; bucket++) {
            rows.addAll(open.session()
                    .execute(
                            "SELECT seq, body, writetime(body) AS ts FROM "
                                    + open.config().keyspace() + ".chat_log WHERE chat_id = ? AND bucket = ?",
                            chat.value(),
                            bucket)
                    .all());
        }
        return rows;
    }
}
