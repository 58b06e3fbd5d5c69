package dev.rookery.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusCodec;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.PersistenceReply.Entries;
import dev.rookery.bus.message.PersistenceRequest;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.chat.sequencer.Overlay;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.testkit.Patience;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a chat whose store answers when the test says so. */
class HistoryTest {
    private static final ChatId CHAT = new ChatId(new UUID(1, 1));
    private static final long COMMITTED = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<ReadEntries> asked = new CopyOnWriteArrayList<>();
    private final List<Promise<Entries>> answers = new CopyOnWriteArrayList<>();
    private History history;

    @BeforeEach
    void open() throws Exception {
        BusCodec.register(vertx);
        BusAddress store = BusAddress.persistence(new NodeId(new UUID(9, 9)));
        var unused = new BusEndpoint(store)
                .onRequest(ReadEntries.class, this::hold)
                .open(vertx)
                .await(Patience.SECONDS, TimeUnit.SECONDS);
        StoreReads reads = new StoreReads() {
            @Override
            public <R extends BusReply> Future<R> read(PersistenceRequest<R> request) {
                return new BusClient(vertx).ask(store, request, Duration.ofSeconds(10));
            }
        };
        history = on(() -> new History(CHAT, reads, List.of()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    private Future<Entries> hold(ReadEntries request) {
        Promise<Entries> answer = Promise.promise();
        answers.add(answer);
        asked.add(request);
        return answer.future();
    }

    @Test
    void aHundredWhoAskForTheSamePageCauseOneRead() throws Exception {
        List<Future<HistoryPage>> pages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pages.add(read(before(500)));
        }
        Future<HistoryPage> other = read(before(501));
        await().until(() -> answers.size() == 2);

        answerAll();
        for (Future<HistoryPage> page : pages) {
            assertThat(page.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).hasSize(50);
        }
        assertThat(other.await(Patience.SECONDS, TimeUnit.SECONDS).through()).isEqualTo(500);
        assertThat(asked).hasSize(2);

        // What was read is not kept: who comes later reads again.
        Future<HistoryPage> later = read(before(500));
        await().until(() -> answers.size() == 3);
        answerAll();
        assertThat(later.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).hasSize(50);
    }

    @Test
    void aFailureReachesAllWhoWaitAndTheNextOneTriesAgain() throws Exception {
        Future<HistoryPage> first = read(before(500));
        Future<HistoryPage> second = read(before(500));
        await().until(() -> answers.size() == 1);
        answers.get(0).fail(new IllegalStateException("on purpose"));
        await().until(() -> first.failed() && second.failed());

        Future<HistoryPage> third = read(before(500));
        await().until(() -> answers.size() == 2);
        answers.get(1).complete(page(asked.get(1)));
        assertThat(third.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).hasSize(50);
    }

    @Test
    void whatTheStoreMayNotShowYetIsLaidOverWhatWasRead() throws Exception {
        UserId author = new UserId(new UUID(2, 2));
        EntryState deleted = new EntryState(
                9_000, null, new EntryState.Deletion(author, Instant.EPOCH, 9_000), List.of(), List.of(470L));
        Overlay overlay = new Overlay(Map.of(480L, deleted), Map.of(470L, 9_000L));
        Future<HistoryPage> page = read(before(500), new History.Head(COMMITTED, 0, overlay));
        Future<HistoryPage> without = read(before(500));
        await().until(() -> answers.size() == 1);
        answerAll();

        List<Entry> entries = page.await(Patience.SECONDS, TimeUnit.SECONDS).entries();
        assertThat(entries).contains(entry(480).with(deleted), entry(470).emptied(9_000));
        assertThat(entries)
                .filteredOn(entry -> entry.content() instanceof Content.Removed)
                .hasSize(2);
        assertThat(without.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).contains(entry(480));
    }

    @Test
    void aReadIsNotSharedByWhoComesAfterAChangeWasApplied() throws Exception {
        Future<HistoryPage> first = read(before(500));
        Future<HistoryPage> second = read(before(500), new History.Head(COMMITTED, 1, Overlay.NONE));
        await().until(() -> answers.size() == 2);
        answerAll();
        assertThat(first.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).hasSize(50);
        assertThat(second.await(Patience.SECONDS, TimeUnit.SECONDS).entries()).hasSize(50);
    }

    private void answerAll() {
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).tryComplete(page(asked.get(i)));
        }
    }

    private static Entries page(ReadEntries request) {
        List<Entry> entries = LongStream.iterate(request.to(), seq -> seq >= request.from(), seq -> seq - 1)
                .mapToObj(HistoryTest::entry)
                .toList();
        return new Entries(entries, false);
    }

    private static Entry entry(long seq) {
        return new Entry(
                CHAT,
                seq,
                seq,
                new UserId(new UUID(2, 2)),
                new DeviceId(new UUID(3, 3)),
                new ClientId("c" + seq),
                Instant.EPOCH,
                new Content.Message(new MessageText("text")));
    }

    private static ReadHistory before(long seq) {
        return new ReadHistory(CHAT, new UserId(new UUID(2, 2)), seq, ReadHistory.NONE, ReadHistory.NONE, null, 50);
    }

    private Future<HistoryPage> read(ReadHistory request) throws Exception {
        return read(request, new History.Head(COMMITTED, 0, Overlay.NONE));
    }

    private Future<HistoryPage> read(ReadHistory request, History.Head head) throws Exception {
        return on(() -> history.read(request, 1, () -> head));
    }

    private <T> T on(Callable<T> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await(Patience.SECONDS, TimeUnit.SECONDS);
    }
}
