package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DayStart;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ways through a chat that has thousands of messages, written over three days, with a hole that a lost node left. */
@ExtendWith(ApiNodes.class)
class HistoryIT {
    private static final long WRITTEN = 4_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    /** No message ever became durable here. */
    private static final List<Long> HOLES = List.of(1_500L, 1_501L);

    private static ApiClient one;
    private static ApiClient two;
    private static TestCluster cluster;
    private static CassandraStores stores;

    private final Person anna = one.person();
    private final Person ben = two.person();
    private String chat;

    @BeforeAll
    static void start(Running nodes) {
        one = nodes.client(0);
        two = nodes.client(1);
        cluster = nodes.cluster;
        stores = await(CassandraStores.open(
                nodes.vertx, Engines.config(nodes.cluster.environment()).cassandra()));
    }

    @AfterAll
    static void close() {
        await(stores.close());
    }

    /** As if its earlier owners had written it. */
    @BeforeEach
    void writeALongHistory() {
        chat = patiently(() -> one.call("openChat", anna, new JsonObject().put("peer", ben.id())))
                .text("id");
        ChatId id = ChatId.parse(chat);
        await(stores.history()
                .begin(
                        id,
                        List.of(
                                new DayStart(FIRST_DAY, 1),
                                new DayStart(FIRST_DAY.plusDays(2), 1_001),
                                new DayStart(FIRST_DAY.plusDays(31), 2_001))));
        for (long from = 1; from <= WRITTEN; from += 250) {
            await(stores.log()
                    .append(
                            id,
                            1,
                            LongStream.range(from, from + 250)
                                    .mapToObj(seq -> entry(id, seq))
                                    .toList()));
        }
    }

    private Entry entry(ChatId id, long seq) {
        int day = seq <= 1_000 ? 0 : seq <= 2_000 ? 2 : 31;
        Instant sentAt =
                FIRST_DAY.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC).plusMillis(seq);
        return HOLES.contains(seq)
                ? Entry.voided(id, seq, seq)
                : new Entry(
                        id,
                        seq,
                        seq,
                        UserId.parse(ben.id()),
                        DeviceId.parse(ben.deviceId()),
                        new ClientId("c" + seq),
                        sentAt,
                        new Content.Message(new MessageText("text " + seq)));
    }

    @Test
    void aSeqIsShownInTheMiddleOfItsPage() {
        assertPage(page("around", "3000", "limit", "5"), 2_998, 3_002, true);
        assertPage(page("around", "2", "limit", "5"), 1, 5, true);
        assertPage(page("around", "4000", "limit", "5"), 3_996, 4_000, true);
        assertPage(page("around", "9007199254740991", "limit", "1"), 4_000, 4_000, true);
        assertPage(page("around", "2000", "limit", "3"), 1_999, 2_001, true);
    }

    @Test
    void aDateLeadsToItsFirstMessageOrTheNextDayWithSome() {
        assertPage(page("date", "2025-12-24", "limit", "3"), 1, 3, true);
        assertPage(page("date", "2026-01-01", "limit", "3"), 1, 3, true);
        assertPage(page("date", "2026-01-02", "limit", "3"), 1_001, 1_003, true);
        assertPage(page("date", "2026-01-03", "limit", "3"), 1_001, 1_003, true);
        assertPage(page("date", "2026-01-04", "limit", "3"), 2_001, 2_003, true);
        assertThat(seqs(page("date", "2026-02-02"))).isEmpty();

        // From here on the owner itself keeps the index.
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        ApiClient.expect(201, patiently(() -> two.say(anna, chat, "today", "today")));
        ApiClient.expect(201, patiently(() -> one.say(anna, chat, "today-too", "also today")));
        assertThat(seqs(page("date", today.toString()))).containsExactly(4_001L, 4_002L);
        assertThat(seqs(page("date", "2026-02-02", "limit", "1"))).containsExactly(4_001L);
        assertThat(await(stores.history().firstSince(ChatId.parse(chat), today)))
                .contains(4_001L);
    }

    @Test
    void whatIsAskedForInTwoWaysOrIsNoDateIsRefused() {
        assertRefused(page("around", "5", "date", "2026-01-01"), "'around' can't be combined");
        assertRefused(page("before", "5", "around", "5"), "'around' can't be combined");
        assertRefused(page("around", "0"), "'around' must be at least 1");
        assertRefused(page("date", "2026-02-30"), "'date' must be a day of the calendar");
        assertRefused(page("date", "yesterday"), "'date' must be a day of the calendar");
        assertRefused(one.call("clearHistory", anna, Map.of("chatId", chat, "through", "0")), "'through'");
    }

    @Test
    void aSeqWithoutAMessageIsCoveredByItsPageAndNotShown() {
        Reply page = page("after", "1498", "limit", "4");

        assertThat(seqs(page)).containsExactly(1_499L, 1_502L);
        assertThat(page.body().getLong("from")).isEqualTo(1_499);
        assertThat(page.body().getLong("through")).isEqualTo(1_502);
        Reply nothing = page("after", "1499", "limit", "2");
        assertThat(seqs(nothing)).isEmpty();
        assertThat(nothing.body().getLong("through")).isEqualTo(1_501);
        assertThat(nothing.body().getBoolean("more")).isTrue();
    }

    @Test
    void whoeverClearsAHistoryClearsItForThemselvesForGood() {
        assertThat(clear(ben, "through", "3990")).isEqualTo(3_990);
        assertThat(clear(ben, "through", "20")).isEqualTo(3_990);

        for (ApiClient api : List.of(one, two)) {
            assertThat(seqs(api, ben, "limit", "200")).containsExactlyElementsOf(range(3_991, 4_000));
            assertThat(seqs(api, ben, "before", "500")).isEmpty();
            assertThat(seqs(api, ben, "after", "0", "limit", "2")).containsExactly(3_991L, 3_992L);
            assertThat(seqs(api, ben, "around", "7", "limit", "2")).containsExactly(3_991L, 3_992L);
            assertThat(seqs(api, ben, "date", "2026-01-01", "limit", "2")).containsExactly(3_991L, 3_992L);
            assertThat(summary(api, ben).getLong("cleared")).isEqualTo(3_990);
            assertThat(seqs(api, anna, "limit", "200")).containsExactlyElementsOf(range(3_801, 4_000));
            assertThat(seqs(api, anna, "before", "3")).containsExactly(1L, 2L);
            assertThat(summary(api, anna).getLong("cleared")).isZero();
        }
        assertThat(await(stores.marks().of(ChatId.parse(chat))))
                .filteredOn(mark -> mark.member().equals(UserId.parse(ben.id())))
                .extracting(MemberMarks::cleared)
                .containsExactly(3_990L);

        assertThat(clear(ben)).isEqualTo(4_000);
        assertThat(summary(two, ben).containsKey("newest")).isFalse();
        assertThat(summary(two, anna).getJsonObject("newest").getLong("seq")).isEqualTo(4_000);
        ApiClient.expect(201, patiently(() -> one.say(anna, chat, "later", "later")));
        assertThat(seqs(two, ben)).containsExactly(4_001L);
        assertThat(summary(two, ben).getJsonObject("newest").getLong("seq")).isEqualTo(4_001);
        assertThat(clear(ben, "through", "9007199254740991")).isEqualTo(4_001);
        assertThat(one.call("clearHistory", one.person(), Map.of("chatId", chat))
                        .code())
                .isEqualTo("chat_unknown");
    }

    @Test
    void anyPageCostsWhatTheNewestCostsAlsoAfterClearing() {
        report("newest page, from memory", 0, one, anna);
        report("page before 3,900", 1, one, anna, "before", "3900");
        report("page before 60", 1, one, anna, "before", "60");
        report("page after 0", 1, one, anna, "after", "0");
        report("page around 2,500", 2, one, anna, "around", "2500");
        var unused = clear(ben, "through", "3900");
        report("99 % cleared: page before 3,960", 1, one, ben, "before", "3960");
        report("99 % cleared: page before 60", 0, one, ben, "before", "60");
        report("99 % cleared: page after 0", 1, one, ben, "after", "0");
    }

    /** Prints how long a page takes, and asserts how many reads of the log it takes, repeats aside. */
    private void report(String what, int reads, ApiClient api, Person reader, String... place) {
        long[] nanos = new long[15];
        double before = readsOfTheLog();
        HttpRequest.Builder request = api.request("/v1/chats/" + chat + "/messages?limit=50"
                        + (place.length == 0 ? "" : "&" + String.join("=", place)))
                .header("Authorization", "Bearer " + reader.accessToken());
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            ApiClient.expect(200, ApiClient.send(request));
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        Notes.note("%s: median %d us", what, nanos[nanos.length / 2] / 1_000);
        // One that took too long on a busy machine was asked for once more.
        double each = Math.floor((readsOfTheLog() - before) / nanos.length);
        assertThat(each).as(what).isEqualTo(reads);
    }

    private static double readsOfTheLog() {
        return NodeMetrics.sum(cluster, "rookery_persistence_latency_seconds_count", "operation=\"read\"");
    }

    private Reply page(String... place) {
        return patiently(() -> one.call("listMessages", anna, parameters(place)));
    }

    private List<Long> seqs(ApiClient api, Person reader, String... place) {
        return seqs(patiently(() -> api.call("listMessages", reader, parameters(place))));
    }

    private static List<Long> seqs(Reply page) {
        ApiClient.expect(200, page);
        return page.body().getJsonArray("entries").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    private Map<String, String> parameters(String... parameters) {
        Map<String, String> result = new LinkedHashMap<>(Map.of("chatId", chat));
        for (int i = 0; i < parameters.length; i += 2) {
            result.put(parameters[i], parameters[i + 1]);
        }
        return result;
    }

    private long clear(Person reader, String... through) {
        return ApiClient.expect(200, patiently(() -> two.call("clearHistory", reader, parameters(through))))
                .body()
                .getLong("cleared");
    }

    private JsonObject summary(ApiClient api, Person reader) {
        return ApiClient.expect(200, patiently(() -> api.call("getChat", reader, Map.of("chatId", chat))))
                .body();
    }

    /** As a client should: again while that may help. */
    private static Reply patiently(Supplier<Reply> call) {
        Reply reply = call.get();
        for (int repeats = 0; repeats < 10 && Boolean.TRUE.equals(reply.body().getBoolean("retryable")); repeats++) {
            reply = call.get();
        }
        return reply;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static void assertPage(Reply page, long from, long through, boolean more) {
        assertThat(seqs(page)).containsExactlyElementsOf(range(from, through));
        assertThat(page.body().getLong("from")).isEqualTo(from);
        assertThat(page.body().getLong("through")).isEqualTo(through);
        assertThat(page.body().getLong("committed")).isEqualTo(WRITTEN);
        assertThat(page.body().getBoolean("more")).isEqualTo(more);
    }

    private static void assertRefused(Reply reply, String because) {
        assertThat(reply.code()).isEqualTo("invalid_request");
        assertThat(reply.detail()).contains(because);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
