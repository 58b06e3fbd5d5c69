package dev.rookery.rehearsal;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.PersistenceReply.Done;
import dev.rookery.bus.message.PersistenceReply.Entries;
import dev.rookery.bus.message.PersistenceReply.HotListsFound;
import dev.rookery.bus.message.PersistenceReply.LoadedChat;
import dev.rookery.bus.message.PersistenceRequest;
import dev.rookery.bus.message.PersistenceRequest.AddHotChats;
import dev.rookery.bus.message.PersistenceRequest.AppendEntries;
import dev.rookery.bus.message.PersistenceRequest.DropHotList;
import dev.rookery.bus.message.PersistenceRequest.LoadChat;
import dev.rookery.bus.message.PersistenceRequest.OpenHotList;
import dev.rookery.bus.message.PersistenceRequest.RaiseHeads;
import dev.rookery.bus.message.PersistenceRequest.RaiseMarks;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.bus.message.PersistenceRequest.ReadHotLists;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/**
 * Knows the chats of a rehearsal, which are in no store, and asks the node's real store about them all the same. Keeps
 * nothing that is written: nobody reads it.
 */
final class RehearsalStore {
    private static final long NOTHING_BEHIND = 0;

    private final Map<ChatId, Chat> chats;
    private final BusClient bus;
    private final NodeId self;

    RehearsalStore(Map<ChatId, Chat> chats, BusClient bus, NodeId self) {
        this.chats = chats;
        this.bus = bus;
        this.self = self;
    }

    Future<BusEndpoint.Registration> open(Vertx vertx, NodeId standIn) {
        return new BusEndpoint(BusAddress.persistence(standIn))
                .onRequest(LoadChat.class, this::load)
                .onRequest(AppendEntries.class, this::append)
                .onRequest(RaiseMarks.class, request -> Future.succeededFuture(new Done()))
                .onRequest(ReadEntries.class, request -> Future.succeededFuture(new Entries(List.of(), false)))
                .onRequest(ReadHotLists.class, request -> Future.succeededFuture(new HotListsFound(List.of())))
                .onRequest(OpenHotList.class, request -> Future.succeededFuture(new Done()))
                .onRequest(AddHotChats.class, request -> Future.succeededFuture(new Done()))
                .onRequest(DropHotList.class, request -> Future.succeededFuture(new Done()))
                .onRequest(RaiseHeads.class, request -> Future.succeededFuture(new Done()))
                .open(vertx);
    }

    private Future<LoadedChat> load(LoadChat request) {
        return askReal(request).map(new LoadedChat(chats.get(request.chat()), List.of(), List.of(), NOTHING_BEHIND));
    }

    private Future<Done> append(AppendEntries request) {
        return askReal(new ReadEntries(request.chat(), 1, 1, 1, 1, true)).map(new Done());
    }

    private Future<?> askReal(PersistenceRequest<?> request) {
        return bus.ask(BusAddress.persistence(self), request, PersistenceRequest.READ_DEADLINE);
    }
}
