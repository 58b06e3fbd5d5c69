package dev.rookery.chat;

import dev.rookery.async.Backoff;
import dev.rookery.async.Gate;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.PersistenceRequest.AddHotChats;
import dev.rookery.bus.message.PersistenceRequest.DropHotList;
import dev.rookery.bus.message.PersistenceRequest.OpenHotList;
import dev.rookery.bus.message.PersistenceRequest.RaiseHeads;
import dev.rookery.bus.message.PersistenceRequest.ReadHotList;
import dev.rookery.bus.message.PersistenceRequest.ReadHotLists;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import dev.rookery.telemetry.InboxMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Carries out for all shards what their heat asks of the store: until it is done, or the shard has another owner. Rows of the
 * same turn go out together; heads a few requests at a time, since nobody waits for them. On one event loop only.
 */
final class HeatStore {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private static final int MOST_HOT_ROWS = 100;
    private static final int MOST_HEADS = 64;
    private static final int MOST_MEMBER_ROWS = 400;
    private static final int RAISES_AT_A_TIME = 4;
    /** Of what is read and dropped: when a node starts that is two or three requests for each shard. */
    private static final int AT_A_TIME = 8;

    private static final int MOST_WAITING = 10_000;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final ChatServices services;
    private final InboxMeters meters;
    private final Gate gate = new Gate(AT_A_TIME, MOST_WAITING);
    private List<Adding> adding = new ArrayList<>();
    private final Queue<Raising> raising = new ArrayDeque<>();
    private int raises;
    private boolean turnEnds;

    private record Adding(HotRow row, BooleanSupplier goesOn, Promise<Void> stored) {}

    private record Raising(Heat heat, ActiveChat chat, long since) {}

    /** A head that is at the store. */
    private record Raise(Raising raising, HeadRaise head) {}

    HeatStore(ChatServices services, InboxMeters meters) {
        this.services = services;
        this.meters = meters;
    }

    Future<Void> open(HotListId list, BooleanSupplier goesOn) {
        return until(goesOn, () -> services.write(new OpenHotList(list)), 1).mapEmpty();
    }

    void drop(HotListId list, BooleanSupplier goesOn) {
        var unused = until(goesOn, () -> gated(() -> services.write(new DropHotList(list))), 1);
    }

    Future<List<HotListId>> lists(int shard, BooleanSupplier goesOn) {
        return until(goesOn, () -> gated(() -> services.read(new ReadHotLists(shard))), 1)
                .map(found -> found.lists());
    }

    Future<List<ChatId>> chats(HotListId list, BooleanSupplier goesOn) {
        return until(goesOn, () -> gated(() -> services.read(new ReadHotList(list))), 1)
                .map(found -> found.chats());
    }

    Future<Void> add(HotRow row, BooleanSupplier goesOn) {
        Promise<Void> stored = Promise.promise();
        adding.add(new Adding(row, goesOn, stored));
        endTurn();
        return stored.future();
    }

    /** Writes what is committed when its turn comes; then {@link Heat#flushed}. */
    void raise(Heat heat, ActiveChat chat) {
        raising.add(new Raising(heat, chat, System.nanoTime()));
        endTurn();
    }

    private void endTurn() {
        if (!turnEnds) {
            turnEnds = true;
            services.vertx().runOnContext(end -> {
                turnEnds = false;
                sendRows();
                sendHeads();
            });
        }
    }

    private void sendRows() {
        List<Adding> all = adding;
        adding = new ArrayList<>();
        for (int begin = 0; begin < all.size(); begin += MOST_HOT_ROWS) {
            List<Adding> some = all.subList(begin, Math.min(begin + MOST_HOT_ROWS, all.size()));
            AddHotChats request = new AddHotChats(some.stream().map(Adding::row).toList());
            until(() -> some.stream().anyMatch(one -> one.goesOn().getAsBoolean()), () -> services.write(request), 1)
                    .onComplete(
                            done -> some.forEach(one -> one.stored().complete()),
                            failure -> some.forEach(one -> one.stored().fail(failure)));
        }
    }

    private void sendHeads() {
        while (raises < RAISES_AT_A_TIME && !raising.isEmpty()) {
            List<Raise> some = takeRaises();
            if (!some.isEmpty()) {
                raises++;
                send(some).onComplete(done -> {
                    raises--;
                    sendHeads();
                });
            }
        }
    }

    private List<Raise> takeRaises() {
        List<Raise> some = new ArrayList<>();
        int rows = 0;
        while (some.size() < MOST_HEADS && rows < MOST_MEMBER_ROWS && !raising.isEmpty()) {
            Raising next = raising.remove();
            if (!next.heat().isClosed()) {
                HeadRaise head = next.chat().headRows().next();
                rows += head.members().size();
                some.add(new Raise(next, head));
            }
        }
        return some;
    }

    private Future<?> send(List<Raise> some) {
        RaiseHeads request = new RaiseHeads(some.stream().map(Raise::head).toList());
        return until(
                        () -> some.stream()
                                .anyMatch(one -> !one.raising().heat().isClosed()),
                        () -> services.write(request),
                        1)
                .onSuccess(done -> some.forEach(this::raised));
    }

    private void raised(Raise raise) {
        HeadRaise head = raise.head();
        Raising raising = raise.raising();
        meters.raised(head.members().size(), Duration.ofNanos(System.nanoTime() - raising.since()));
        raising.chat().headRows().written(head);
        raising.heat().flushed(head.head().chat(), head.head().seq());
    }

    private <R extends BusReply> Future<R> gated(Supplier<Future<R>> work) {
        return gate.pass(System.nanoTime() + FOR_EVER.toNanos(), work);
    }

    /** Fails only when it need not be done any more. */
    private <R> Future<R> until(BooleanSupplier goesOn, Supplier<Future<R>> attempt, int number) {
        return attempt.get().recover(failure -> {
            meters.repeated();
            return goesOn.getAsBoolean()
                    ? services.vertx()
                            .timer(BACKOFF.delay(number).toMillis(), TimeUnit.MILLISECONDS)
                            .compose(later -> until(goesOn, attempt, number + 1))
                    : Future.failedFuture(failure);
        });
    }
}
