package dev.rookery.persistence;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.PersistenceReply.Created;
import dev.rookery.bus.message.PersistenceReply.DayFound;
import dev.rookery.bus.message.PersistenceReply.Done;
import dev.rookery.bus.message.PersistenceReply.Entries;
import dev.rookery.bus.message.PersistenceReply.LoadedChat;
import dev.rookery.bus.message.PersistenceRequest;
import dev.rookery.bus.message.PersistenceRequest.AppendEntries;
import dev.rookery.bus.message.PersistenceRequest.ApplyChanges;
import dev.rookery.bus.message.PersistenceRequest.CreateChat;
import dev.rookery.bus.message.PersistenceRequest.FindDay;
import dev.rookery.bus.message.PersistenceRequest.LoadChat;
import dev.rookery.bus.message.PersistenceRequest.RaiseMarks;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.domain.Chat;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.NodeId;
import dev.rookery.recovery.Losses;
import dev.rookery.store.Activation;
import dev.rookery.store.ChatStore;
import dev.rookery.store.HistoryIndex;
import dev.rookery.store.HotLists;
import dev.rookery.store.InboxStore;
import dev.rookery.store.MarkStore;
import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Append;
import dev.rookery.telemetry.PersistenceMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out {@link PersistenceRequest}s of its own node on the store. Writes and reads each have half of the
 * concurrency, so that neither can starve the other; more wait in bounded queues. Transient failures are repeated until
 * the deadline of the request; a write that failed by then may still come to pass, so its owner repeats it unchanged. What
 * was stored lately is stored again after the store was lost: {@link Mending}.
 */
public final class PersistenceVerticle extends VerticleBase {
    /** Of heap, of an entry or another write, about. */
    private static final int BESIDE_TEXT = 400;

    private static final int PART_FOR_MARKS = 4;

    private final NodeId self;
    private final ChatStore chats;
    private final MessageLog log;
    private final HistoryIndex index;
    private final MarkStore marks;
    private final InboxStore inbox;
    private final HotLists hotLists;
    private final PersistenceMeters meters;
    private final int slots;
    private final Losses losses;
    private final long keptBytes;
    private BusEndpoint.Registration registration = Future::succeededFuture;

    /**
     * @param losses of the store
     * @param maxInFlight how many operations run on the store at a time
     * @param keptBytes how much of what was stored lately is kept for the case that the store loses it
     */
    public PersistenceVerticle(
            NodeId self,
            ChatStore chats,
            MessageLog log,
            HistoryIndex index,
            MarkStore marks,
            InboxStore inbox,
            HotLists hotLists,
            Losses losses,
            int maxInFlight,
            long keptBytes,
            MeterRegistry registry) {
        this.self = self;
        this.chats = chats;
        this.log = log;
        this.index = index;
        this.marks = marks;
        this.inbox = inbox;
        this.hotLists = hotLists;
        this.meters = new PersistenceMeters(registry);
        this.losses = losses;
        this.keptBytes = keptBytes;
        this.slots = Math.max(1, maxInFlight / 2);
    }

    @Override
    public Future<?> start() {
        Retry retry = new Retry(vertx, meters);
        Lane writes = new Lane(slots, PersistenceRequest.WRITE_DEADLINE, retry, meters);
        Lane reads = new Lane(slots, PersistenceRequest.READ_DEADLINE, retry, meters);
        // Nobody waits for most of them: they take no place of messages.
        Lane behind = new Lane(Math.max(1, slots / PART_FOR_MARKS), PersistenceRequest.WRITE_DEADLINE, retry, meters);
        meters.observe("marks", behind::running, behind::queued);
        meters.observe("write", writes::running, writes::queued);
        meters.observe("read", reads::running, reads::queued);
        SharedAppends together = new SharedAppends(context, log::append);
        Mending mending = new Mending(vertx, losses, retry, meters, keptBytes);
        mending.start();
        Timer append = meters.timer("append");
        Timer create = meters.timer("create");
        Timer read = meters.timer("read");
        Timer load = meters.timer("load");
        Timer day = meters.timer("day");
        Timer raise = meters.timer("marks");
        Timer change = meters.timer("change");
        InboxWork inboxWork = new InboxWork(inbox, hotLists, writes, reads, mending, meters);
        return inboxWork
                .answer(new BusEndpoint(BusAddress.persistence(self)))
                .onRequest(AppendEntries.class, request -> append(writes, append, mending, together, request))
                .onRequest(CreateChat.class, request -> create(writes, create, mending, request))
                .onRequest(ReadEntries.class, request -> reads.run(read, () -> mending.whole(() -> read(request))))
                .onRequest(FindDay.class, request -> reads.run(day, () -> mending.whole(() -> find(request))))
                .onRequest(RaiseMarks.class, request -> raise(behind, raise, mending, request))
                .onRequest(ApplyChanges.class, request -> change(writes, change, mending, request))
                .onRequest(LoadChat.class, request -> load(reads, load, mending, request))
                .open(vertx)
                .onSuccess(open -> registration = open);
    }

    @Override
    public Future<?> stop() {
        return registration.close();
    }

    private Future<Done> append(
            Lane lane, Timer timer, Mending mending, SharedAppends together, AppendEntries request) {
        Appending appending = new Appending(request, together);
        int bytes = bytes(request.entries());
        return lane.run(timer, () -> mending.keep(() -> new Appending(request, together), bytes, appending));
    }

    private Future<Created> create(Lane lane, Timer timer, Mending mending, CreateChat request) {
        Supplier<Future<Created>> creating = () -> create(request);
        return lane.run(timer, () -> mending.keep(() -> creating, BESIDE_TEXT, creating));
    }

    private Future<Done> raise(Lane lane, Timer timer, Mending mending, RaiseMarks request) {
        Supplier<Future<Done>> raising =
                () -> marks.raise(request.chat(), request.marks()).map(stored -> new Done());
        int bytes = BESIDE_TEXT * (1 + request.marks().size());
        return lane.run(timer, () -> mending.keep(() -> raising, bytes, raising));
    }

    /** Planned once, as an activation. */
    private Future<Done> change(Lane lane, Timer timer, Mending mending, ApplyChanges request) {
        return lane.run(
                        timer,
                        () -> mending.whole(() ->
                                log.planChange(request.chat(), request.epoch(), request.target(), request.state())))
                .compose(plan -> {
                    Supplier<Future<Void>> changing = () -> log.change(plan);
                    int bytes = BESIDE_TEXT + Character.BYTES * plan.state().weight() + bytes(plan.emptied());
                    return lane.run(timer, () -> mending.keep(() -> changing, bytes, changing));
                })
                .map(stored -> new Done());
    }

    /** About how much heap they take. */
    private static int bytes(List<Entry> entries) {
        int bytes = BESIDE_TEXT;
        for (Entry entry : entries) {
            bytes += BESIDE_TEXT
                    + Character.BYTES
                            * (entry.content().weight() + entry.state().weight());
        }
        return bytes;
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

    private Future<LoadedChat> load(Lane lane, Timer timer, Mending mending, LoadChat request) {
        return lane.run(timer, () -> mending.whole(() -> chats.find(request.chat())))
                .compose(found -> found.map(chat -> activate(lane, timer, mending, chat, request))
                        .orElseGet(() -> Future.succeededFuture(new LoadedChat(null, List.of(), List.of(), null))));
    }

    /** Planned once, then written until it is stored: a repeat has to write the same bytes. */
    private Future<LoadedChat> activate(Lane lane, Timer timer, Mending mending, Chat chat, LoadChat request) {
        Future<List<MemberMarks>> found = lane.run(timer, () -> mending.whole(() -> marks.of(chat.id())));
        Future<Optional<Long>> raised = lane.run(timer, () -> mending.whole(() -> inbox.raised(chat.id())));
        return lane.run(
                        timer,
                        () -> mending.whole(() ->
                                log.planActivation(chat.id(), request.epoch(), request.tail(), request.maxBytes())))
                .compose(plan -> Future.all(activate(lane, timer, mending, plan), found, raised)
                        .map(stored -> new LoadedChat(
                                chat,
                                plan.tail(),
                                found.result(),
                                raised.result().orElse(null))));
    }

    private Future<Void> activate(Lane lane, Timer timer, Mending mending, Activation plan) {
        Supplier<Future<Void>> activating = () -> log.activate(plan);
        int bytes = plan.rewrites().stream()
                .mapToInt(rewrite -> bytes(rewrite.entries()))
                .sum();
        return lane.run(timer, () -> mending.keep(() -> activating, bytes, activating));
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
