package dev.rookery.persistence;

import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.PersistenceReply.Done;
import dev.rookery.bus.message.PersistenceReply.HotChatsFound;
import dev.rookery.bus.message.PersistenceReply.HotListsFound;
import dev.rookery.bus.message.PersistenceRequest.AddHotChats;
import dev.rookery.bus.message.PersistenceRequest.DropHotList;
import dev.rookery.bus.message.PersistenceRequest.OpenHotList;
import dev.rookery.bus.message.PersistenceRequest.RaiseHeads;
import dev.rookery.bus.message.PersistenceRequest.ReadHotList;
import dev.rookery.bus.message.PersistenceRequest.ReadHotLists;
import dev.rookery.store.HotLists;
import dev.rookery.store.InboxStore;
import dev.rookery.telemetry.PersistenceMeters;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What owners ask of the inbox and its hot lists. All of it is written again after the store was lost, as messages are. */
final class InboxWork {
    /** Of heap, of a row that is kept, about. */
    private static final int ROW_BYTES = 100;

    private final InboxStore inbox;
    private final HotLists lists;
    private final Lane writes;
    private final Lane reads;
    private final Mending mending;
    private final Timer raise;
    private final Timer list;
    private final Timer hot;
    private final Timer read;

    InboxWork(InboxStore inbox, HotLists lists, Lane writes, Lane reads, Mending mending, PersistenceMeters meters) {
        this.inbox = inbox;
        this.lists = lists;
        this.writes = writes;
        this.reads = reads;
        this.mending = mending;
        this.raise = meters.timer("raise");
        this.list = meters.timer("hot list");
        this.hot = meters.timer("hot");
        this.read = meters.timer("hot read");
    }

    BusEndpoint answer(BusEndpoint endpoint) {
        return endpoint.onRequest(RaiseHeads.class, this::raise)
                .onRequest(OpenHotList.class, request -> write(list, 1, () -> lists.open(request.list())))
                .onRequest(DropHotList.class, request -> write(list, 1, () -> lists.drop(request.list())))
                .onRequest(
                        AddHotChats.class,
                        request -> write(hot, request.rows().size(), () -> lists.add(request.rows())))
                .onRequest(ReadHotLists.class, this::lists)
                .onRequest(ReadHotList.class, this::chats);
    }

    private Future<Done> raise(RaiseHeads request) {
        int rows = request.heads().stream()
                .mapToInt(head -> 1 + head.members().size())
                .sum();
        return write(raise, rows, () -> inbox.raise(request.heads()));
    }

    private Future<Done> write(Timer timer, int rows, Supplier<Future<Void>> attempt) {
        Supplier<Future<Done>> writing = () -> attempt.get().map(stored -> new Done());
        return writes.run(timer, () -> mending.keep(() -> writing, rows * ROW_BYTES, writing));
    }

    private Future<HotListsFound> lists(ReadHotLists request) {
        return reads.run(read, () -> mending.whole(() -> lists.of(request.shard())))
                .map(HotListsFound::new);
    }

    private Future<HotChatsFound> chats(ReadHotList request) {
        return reads.run(read, () -> mending.whole(() -> lists.chats(request.list())))
                .map(HotChatsFound::new);
    }
}
