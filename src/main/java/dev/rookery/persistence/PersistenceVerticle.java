package dev.rookery.persistence;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.PersistenceReply.Created;
import dev.rookery.bus.PersistenceReply.DayFound;
import dev.rookery.bus.PersistenceReply.Done;
import dev.rookery.bus.PersistenceReply.Entries;
import dev.rookery.bus.PersistenceReply.LoadedChat;
import dev.rookery.bus.PersistenceRequest;
import dev.rookery.bus.PersistenceRequest.AppendEntries;
import dev.rookery.bus.PersistenceRequest.ClearFor;
import dev.rookery.bus.PersistenceRequest.CreateChat;
import dev.rookery.bus.PersistenceRequest.FindDay;
import dev.rookery.bus.PersistenceRequest.LoadChat;
import dev.rookery.bus.PersistenceRequest.ReadEntries;
import dev.rookery.domain.Chat;
import dev.rookery.domain.Cleared;
import dev.rookery.domain.NodeId;
import dev.rookery.store.ChatStore;
import dev.rookery.store.HistoryIndex;
import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Append;
import dev.rookery.telemetry.PersistenceMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.Supplier;

/**
 * Carries out {@link PersistenceRequest}s of its own node on the store. Writes and reads each have half of the
 * concurrency, so that neither can starve the other; more wait in bounded queues. Transient failures are repeated until
 * the deadline of the request; a write that failed by then may still come to pass, so its owner repeats it unchanged.
 */
public final class PersistenceVerticle extends VerticleBase {
    private final NodeId self;
    private final ChatStore chats;
    private final MessageLog log;
    private final HistoryIndex index;
    private final PersistenceMeters meters;
    private final int slots;
    private BusEndpoint.Registration registration = Future::succeededFuture;

    /** @param maxInFlight how many operations run on the store at a time */
    public PersistenceVerticle(
            NodeId self, ChatStore chats, MessageLog log, HistoryIndex index, int maxInFlight, MeterRegistry registry) {
        this.self = self;
        this.chats = chats;
        this.log = log;
        this.index = index;
        this.meters = new PersistenceMeters(registry);
        this.slots = Math.max(1, maxInFlight / 2);
    }

    @Override
    public Future<?> start() {
        Retry retry = new Retry(vertx, meters);
        Lane writes = new Lane(slots, PersistenceRequest.WRITE_DEADLINE, retry, meters);
        Lane reads = new Lane(slots, PersistenceRequest.READ_DEADLINE, retry, meters);
        meters.observe("write", writes::running, writes::queued);
        meters.observe("read", reads::running, reads::queued);
        SharedAppends together = new SharedAppends(context, log::append);
        Timer append = meters.timer("append");
        Timer create = meters.timer("create");
        Timer read = meters.timer("read");
        Timer load = meters.timer("load");
        Timer day = meters.timer("day");
        Timer clear = meters.timer("clear");
        return new BusEndpoint(BusAddress.persistence(self))
                .onRequest(AppendEntries.class, request -> writes.run(append, new Appending(request, together)))
                .onRequest(CreateChat.class, request -> writes.run(create, () -> create(request)))
                .onRequest(ReadEntries.class, request -> reads.run(read, () -> read(request)))
                .onRequest(FindDay.class, request -> reads.run(day, () -> find(request)))
                .onRequest(ClearFor.class, request -> writes.run(clear, () -> clear(request)))
                .onRequest(LoadChat.class, request -> load(reads, load, request))
                .open(vertx)
                .onSuccess(open -> registration = open);
    }

    @Override
    public Future<?> stop() {
        return registration.close();
    }

    /** Its first attempt goes together with others; then alone, so that nobody fails again and again because of another. */
    private final class Appending implements Supplier<Future<Done>> {
        private final AppendEntries request;
        private final SharedAppends together;
        private boolean tried;

        Appending(AppendEntries request, SharedAppends together) {
            this.request = request;
            this.together = together;
        }

        @Override
        public Future<Done> get() {
            Append entries = new Append(request.chat(), request.epoch(), request.entries());
            boolean alone = tried;
            tried = true;
            Future<Void> noted =
                    request.days().isEmpty() ? Future.succeededFuture() : index.begin(request.chat(), request.days());
            return noted.compose(done -> alone ? log.append(List.of(entries)).get(0) : together.add(entries))
                    .map(stored -> new Done());
        }
    }

    private Future<DayFound> find(FindDay request) {
        return index.firstSince(request.chat(), request.day()).map(found -> new DayFound(found.orElse(null)));
    }

    private Future<Done> clear(ClearFor request) {
        return index.clear(request.chat(), request.cleared()).map(stored -> new Done());
    }

    private Future<Entries> read(ReadEntries request) {
        return log.read(
                        request.chat(),
                        request.from(),
                        request.to(),
                        request.limit(),
                        request.maxBytes(),
                        request.newestFirst())
                .map(page -> new Entries(page.entries(), page.more()));
    }

    private Future<LoadedChat> load(Lane lane, Timer timer, LoadChat request) {
        return lane.run(timer, () -> chats.find(request.chat()))
                .compose(found -> found.map(chat -> activate(lane, timer, chat, request))
                        .orElseGet(() -> Future.succeededFuture(new LoadedChat(null, List.of(), List.of()))));
    }

    /** Planned once, then written until it is stored: a repeat has to write the same bytes. */
    private Future<LoadedChat> activate(Lane lane, Timer timer, Chat chat, LoadChat request) {
        Future<List<Cleared>> cleared = lane.run(timer, () -> index.cleared(chat.id()));
        return lane.run(timer, () -> log.planActivation(chat.id(), request.epoch(), request.tail(), request.maxBytes()))
                .compose(plan -> Future.all(lane.run(timer, () -> log.activate(plan)), cleared)
                        .map(stored -> new LoadedChat(chat, plan.tail(), cleared.result())));
    }

    /**
     * When an attempt failed, a later one may find what that one did: a stored chat equal to the requested one, down to
     * its time, was created by this request.
     */
    private Future<Created> create(CreateChat request) {
        return chats.create(request.chat())
                .map(result -> new Created(
                        result.chat(), result.created() || result.chat().equals(request.chat())));
    }
}
