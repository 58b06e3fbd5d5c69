package dev.rookery.chat;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.DeliveriesMissed;
import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.ChatReply.HistoryCleared;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.ClearHistory;
import dev.rookery.bus.message.ChatRequest.CountUnread;
import dev.rookery.bus.message.ChatRequest.DescribeChats;
import dev.rookery.bus.message.ChatRequest.MarkDelivered;
import dev.rookery.bus.message.ChatRequest.MarkRead;
import dev.rookery.bus.message.ChatRequest.MarkUnread;
import dev.rookery.bus.message.ChatRequest.OpenDirectChat;
import dev.rookery.bus.message.ChatRequest.OpenGroupChat;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.ChatRequest.ReadReceipts;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.bus.message.ChatRequest.Standings;
import dev.rookery.bus.message.ChatRequest.TellMembers;
import dev.rookery.chat.sequencer.LogLimits;
import dev.rookery.cluster.Members;
import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.delivery.GatewayLinks;
import dev.rookery.delivery.Gateways;
import dev.rookery.delivery.Offers;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.store.MessageLog;
import dev.rookery.store.SessionDirectory;
import dev.rookery.telemetry.ChatMeters;
import dev.rookery.telemetry.InboxMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link ChatRequest}s for the chats that this node owns; {@code wrong_owner} for others. Every request is safe to
 * repeat: a message is recognised by its clientId, a chat by its members
 * or the clientId of its creation.
 */
public final class ChatVerticle extends VerticleBase {
    private static final long SWEEP_MS = 250;
    private static final long ANNOUNCE_MS = 1_000;
    private static final int MAX_PAGE = 200;

    private final Members members;
    private final ChatOwnership ownership;
    private final BusClient bus;
    private final SessionDirectory directory;
    private final ChatConfig config;
    private final ChatMeters meters;
    private final InboxMeters inboxMeters;
    private final Clock clock;
    private final ChatMemory memory;
    private BusEndpoint.Registration registration = Future::succeededFuture;
    private @Nullable ActiveChats chats;
    private volatile @Nullable Departures departures;

    /** @param clock stamps messages, for people to read; never decides on order */
    public ChatVerticle(
            Members members,
            ChatOwnership ownership,
            BusClient bus,
            SessionDirectory directory,
            ChatConfig config,
            MeterRegistry registry,
            Clock clock) {
        this.members = members;
        this.ownership = ownership;
        this.bus = bus;
        this.directory = directory;
        this.config = config;
        this.meters = new ChatMeters(registry);
        this.inboxMeters = new InboxMeters(registry);
        this.clock = clock;
        this.memory = new ChatMemory(config.memoryMib());
    }

    @Override
    public Future<?> start() {
        GatewayLinks links = new GatewayLinks(vertx, bus, members);
        Gateways gateways = new Gateways(vertx, members, directory, links, new Offers(bus), meters);
        Murmurs murmurs = new Murmurs(gateways);
        ChatServices services = new ChatServices(
                vertx,
                bus,
                BusAddress.persistence(members.self().id()),
                ownership,
                gateways,
                LogLimits.standard(MessageLog.BUCKET_SIZE, config.maxWaitingPerChat()),
                memory,
                meters,
                clock,
                config.editWindow(),
                new MarkRounds(),
                config.inboxMembers());
        ActiveChats active = new ActiveChats(services, ownership, config, new QuietChats(bus, members), inboxMeters);
        NewChats newChats = new NewChats(services, active, config.maxMembers());
        ChatList list = new ChatList(active);
        CatchUps catchUps = new CatchUps(services, active);
        MarkRequests marks = new MarkRequests(active);
        chats = active;
        departures = new Departures(vertx, active);
        meters.observe(active::size, active::waiting, memory::used, active::oldestWrite);
        vertx.setPeriodic(SWEEP_MS, tick -> active.sweep());
        meters.observeDirectory(gateways::unsettled);
        active.heats().tick();
        vertx.setPeriodic(ANNOUNCE_MS, tick -> {
            active.heats().tick();
            links.tick();
            gateways.tick();
        });
        return new BusEndpoint(BusAddress.chat(members.self().id()))
                .onRequest(SendMessage.class, counted(request -> send(active, request)))
                .onRequest(OpenDirectChat.class, counted(newChats::open))
                .onRequest(OpenGroupChat.class, counted(newChats::open))
                .onRequest(ReadHistory.class, counted(request -> read(active, request)))
                .onRequest(CatchUp.class, counted(catchUps::catchUp))
                .onRequest(ClearHistory.class, counted(request -> clear(active, request)))
                .onRequest(TellMembers.class, counted(request -> findFor(active, request.sender(), request.chat())
                        .compose(chat -> murmurs.tell(chat.chat(), request))))
                .onRequest(Standings.class, counted(active.heats()::standings))
                .onRequest(DescribeChats.class, counted(list::describe))
                .onRequest(MarkRead.class, counted(marks::read))
                .onRequest(MarkUnread.class, counted(marks::unread))
                .onRequest(MarkDelivered.class, counted(marks::delivered))
                .onRequest(ReadReceipts.class, counted(marks::receipts))
                .onRequest(CountUnread.class, counted(marks::count))
                .onEvent(DeliveriesMissed.class, links::again)
                .onEvent(DirectoryStanding.class, gateways::heard)
                .open(vertx)
                .onSuccess(open -> registration = open);
    }

    @Override
    public Future<?> stop() {
        ActiveChats active = chats;
        return registration.close().onComplete(done -> {
            if (active != null) {
                active.deposeAll();
            }
        });
    }

    /**
     * Finishes and drops the chats in which this node may not begin anything any more; completes when none of them answers
     * a sender any more, whatever becomes of what is at the store. From any thread; never fails.
     */
    public Future<Void> finishLeaving() {
        Promise<Void> done = Promise.promise();
        Departures leaving = departures;
        if (leaving == null) {
            done.complete();
        } else {
            context.runOnContext(begin -> leaving.finish().onComplete(done));
        }
        return done.future();
    }

    private <R extends BusReply, Q extends ChatRequest<R>> Function<Q, Future<R>> counted(
            Function<Q, Future<R>> handler) {
        return request -> handler.apply(request).onFailure(failure -> {
            if (failure instanceof RookeryException known) {
                meters.refused(known.code());
            }
        });
    }

    private Future<MessageStored> send(ActiveChats active, SendMessage message) {
        if (memory.isExceeded() && !active.makeRoom(0)) {
            return Future.failedFuture(new RookeryException(
                    ErrorCode.OVERLOADED, "Too many messages wait for the store", Duration.ofSeconds(1)));
        }
        Future<ActiveChat> found = findFor(active, message.sender(), message.chat());
        holdMemory(message, found);
        return found.compose(chat -> {
            Future<MessageStored> stored = chat.send(message);
            active.noteWork(chat);
            return stored;
        });
    }

    /** A text that waits for its chat to be read takes room as well. */
    private void holdMemory(SendMessage message, Future<ActiveChat> until) {
        if (!until.isComplete()) {
            long bytes = (long) Character.BYTES * message.content().weight();
            memory.add(bytes);
            until.onComplete(done -> memory.add(-bytes));
        }
    }

    private Future<HistoryPage> read(ActiveChats active, ReadHistory request) {
        boolean valid = LongStream.of(request.before(), request.after(), request.around())
                        .allMatch(seq -> seq >= ReadHistory.NONE)
                && request.limit() >= 1
                && request.limit() <= MAX_PAGE;
        if (!valid) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "a page has a limit of 1 to " + MAX_PAGE));
        }
        return findFor(active, request.reader(), request.chat()).compose(chat -> chat.read(request));
    }

    private static Future<HistoryCleared> clear(ActiveChats active, ClearHistory request) {
        return findFor(active, request.reader(), request.chat()).compose(chat -> {
            Future<HistoryCleared> cleared = chat.clear(request);
            active.noteWork(chat);
            return cleared;
        });
    }

    /** Someone who is not a member learns no more than that there may not be such a chat. */
    private static Future<ActiveChat> findFor(ActiveChats active, UserId user, ChatId id) {
        return active.find(id)
                .compose(chat -> chat.chat().hasMember(user)
                        ? Future.succeededFuture(chat)
                        : Future.failedFuture(Activation.unknown()));
    }
}
