package dev.rookery.gateway;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.auth.Principal;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.bus.message.BusEvent.OfferFrame;
import dev.rookery.bus.message.BusEvent.SessionResumed;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.door.Admission;
import dev.rookery.gateway.session.FrameHandlers;
import dev.rookery.gateway.session.LoopDrain;
import dev.rookery.gateway.session.PingFrames;
import dev.rookery.gateway.session.SendFrames;
import dev.rookery.gateway.session.Session;
import dev.rookery.gateway.session.SessionHost;
import dev.rookery.gateway.session.SessionRefusals;
import dev.rookery.gateway.session.SessionRegistry;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.gateway.sync.ClosedChats;
import dev.rookery.gateway.sync.OwnersSyncSource;
import dev.rookery.gateway.sync.SyncFrames;
import dev.rookery.gateway.transport.Connection;
import dev.rookery.gateway.transport.EncodedFrame;
import dev.rookery.gateway.transport.FlushQueue;
import dev.rookery.gateway.transport.UpgradedSocket;
import dev.rookery.gateway.transport.VertxConnection;
import dev.rookery.limit.Limits;
import dev.rookery.store.Device;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.CloseCode;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one event loop and everything that happens to them. What others call hops onto the loop; all else runs
 * there already.
 */
final class GatewayLoop implements SessionHost {
    private static final Logger log = LoggerFactory.getLogger(GatewayLoop.class);
    /** A sign-out event may come before the session it ends is registered: it is remembered for longer than a handshake. */
    private static final Duration SIGN_OUT_MEMORY = Duration.ofSeconds(30);
    /** Sign-out events can be lost with a link between nodes, so once in a while the store is asked. */
    private static final Duration CONFIRMATION = Duration.ofMinutes(10);

    private static final int MAX_CONFIRMATIONS_AT_ONCE = 64;
    private static final Duration MIN_SWEEP = Duration.ofMillis(10);
    private static final Duration MAX_SWEEP = Duration.ofSeconds(1);

    private static final int LEAST_TO_SEND_AWAY = 64 << 10;

    private final Vertx vertx;
    private final Context context;
    private final GatewayServices services;
    private final GatewayConfig config;
    private final Limits limits;
    private final LocalRouting routing;
    private final GatewayMeters meters;
    private final SessionRefusals refusals;
    private final FlushQueue flushes;
    private final FrameHandlers frames;
    private final SessionRegistry registry = new SessionRegistry();
    private final Map<DeviceId, Long> signedOut = new HashMap<>();
    private final List<GatewayLoop> alone = List.of(this);
    private int confirming;

    /**
     * On the loop.
     *
     * @param contract the frames that have to have a handler
     */
    GatewayLoop(
            Vertx vertx,
            GatewayServices services,
            Set<Class<? extends ClientFrame>> contract,
            GatewayConfig config,
            LocalRouting routing,
            GatewayMeters meters,
            SessionRefusals refusals) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.services = services;
        this.config = config;
        this.limits = services.limits();
        this.routing = routing;
        this.meters = meters;
        this.refusals = refusals;
        this.flushes = new FlushQueue(context);
        this.frames = new FrameHandlers(handlers(), contract);
    }

    /** Those of the log itself, and those of features. */
    private List<FrameHandler<?>> handlers() {
        OwnersSyncSource syncs = new OwnersSyncSource(
                services.people(),
                services.devices(),
                services.cursors(),
                services.owners(),
                services.inbox(),
                new ClosedChats(services.chats(), services.marks()));
        List<SyncStream> streams =
                services.streams().stream().<SyncStream>map(Supplier::get).toList();
        List<FrameHandler<?>> handlers = new ArrayList<>(List.of(
                new SendFrames(services.owners(), limits.rates(), meters),
                new SyncFrames(syncs, streams, limits, meters, new Resumptions(vertx, services)::announce),
                new PingFrames()));
        services.frames().forEach(feature -> handlers.add(feature.get()));
        return handlers;
    }

    /** Begins the sweep: one timer for all connections of the loop. */
    void start() {
        Duration quarter = config.heartbeatInterval().dividedBy(4);
        Duration atLeast = quarter.compareTo(MIN_SWEEP) < 0 ? MIN_SWEEP : quarter;
        Duration period = atLeast.compareTo(MAX_SWEEP) > 0 ? MAX_SWEEP : atLeast;
        vertx.setPeriodic(period.toMillis(), tick -> sweep(now()));
    }

    /** The list that holds this loop only; most users have sessions on one loop. */
    List<GatewayLoop> alone() {
        return alone;
    }

    void run(Runnable action) {
        context.runOnContext(turn -> action.run());
    }

    /** A socket that was just upgraded, in the same turn. */
    void open(UpgradedSocket socket, Principal principal, Admission.Place place) {
        open(
                principal,
                place,
                session -> VertxConnection.of(vertx, socket, config.maxQueuedBytes(), flushes, session),
                session -> session.open(welcome(session)));
    }

    /**
     * A session whose client does not send frames: it begins with a sync.
     *
     * @param cursors how far the client says it got
     * @param fresh whether it holds nothing, not even who the people are
     * @param earlier the session that it takes the place of
     */
    @CanIgnoreReturnValue
    Session openStream(
            Principal principal,
            Admission.Place place,
            Map<ChatId, Long> cursors,
            boolean fresh,
            @Nullable SessionId earlier,
            Function<Session, Connection> transport) {
        return open(principal, place, transport, session -> {
            session.open(welcome(session));
            session.reached(cursors);
            session.sync(new ClientFrame.Sync(null, cursors, false, ClientFrame.Sync.RECENT, earlier, fresh));
        });
    }

    @CanIgnoreReturnValue
    private Session open(
            Principal principal,
            Admission.Place place,
            Function<Session, Connection> transport,
            Consumer<Session> joined) {
        Session session = new Session(new SessionId(UUID.randomUUID()), principal, place, this);
        session.connect(transport.apply(session));
        registry.add(session);
        services.sessions().forEach(watch -> watch.began(session));
        log.atDebug()
                .addKeyValue("session", session.id())
                .addKeyValue("user", session.user())
                .log("session begins");
        if (signedOut.containsKey(session.device())) {
            session.end(CloseCode.SIGNED_OUT);
        } else {
            routing.join(this, session.user(), () -> joined.accept(session));
        }
        return session;
    }

    void deliver(DeliverFrame event, List<UserId> users) {
        run(() -> pass(event.frame(), event.except(), users, Session::deliver));
    }

    void offer(OfferFrame event, List<UserId> users) {
        run(() -> pass(event.frame(), event.except(), users, Session::offer));
    }

    private void pass(
            Buffer json, @Nullable SessionId except, List<UserId> users, BiConsumer<Session, EncodedFrame> action) {
        EncodedFrame frame = EncodedFrame.of(json);
        for (UserId user : users) {
            for (Session session : registry.of(user)) {
                if (!session.id().equals(except)) {
                    action.accept(session, frame);
                }
            }
        }
        frame.release();
    }

    void signOut(DevicesSignedOut event) {
        run(() -> {
            event.devices().forEach(device -> signedOut.put(device, now()));
            registry.of(event.user()).stream()
                    .filter(session -> event.devices().contains(session.device()))
                    .forEach(session -> session.end(CloseCode.SIGNED_OUT));
        });
    }

    /** Sends everybody away, spread over the given time; completes when the last session is over. */
    Future<Void> drain(Duration spread) {
        Promise<Void> drained = Promise.promise();
        run(() -> new LoopDrain(vertx, registry, spread).run().onComplete(drained));
        return drained.future();
    }

    /** Ends the session that goes on elsewhere, if it is here. */
    void end(SessionResumed event) {
        run(() -> registry.of(event.user()).stream()
                .filter(session -> session.id().equals(event.earlier()))
                .filter(session -> session.device().equals(event.device()))
                .forEach(session -> session.end(CloseCode.RESUMED_ELSEWHERE)));
    }

    @Override
    public FrameHandlers frames() {
        return frames;
    }

    @Override
    public void ended(Session session, int closeCode) {
        if (registry.remove(session)) {
            routing.leave(this, session.user());
        }
        services.sessions().forEach(watch -> watch.ended(session));
        session.place().leave();
        meters.closed(closeCode);
        log.atDebug()
                .addKeyValue("session", session.id())
                .addKeyValue("code", closeCode)
                .log("session ended");
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public long nextConfirmation() {
        long half = CONFIRMATION.toNanos() / 2;
        return now() + half + ThreadLocalRandom.current().nextLong(half);
    }

    @Override
    public int maxQueuedBytes() {
        return config.maxQueuedBytes();
    }

    @Override
    public GatewayMeters meters() {
        return meters;
    }

    @Override
    public SessionRefusals refusals() {
        return refusals;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    private ServerFrame.Welcome welcome(Session session) {
        return new ServerFrame.Welcome(
                session.id(),
                session.user(),
                session.device(),
                services.members().self().name(),
                (int) config.heartbeatInterval().toSeconds(),
                MessageText.MAX_CHARACTERS);
    }

    private void sweep(long now) {
        registry.forEach(session -> {
            session.sweep(now);
            services.sessions().forEach(watch -> watch.swept(session, session.silence(now)));
            session.checkUnread();
            session.checkSilence(now, config.heartbeatInterval(), config.idleTimeout());
            if (confirming < MAX_CONFIRMATIONS_AT_ONCE && session.takeConfirmation(now)) {
                confirm(session);
            }
        });
        if (limits.holdings().isTight()) {
            sendAwayTheLargest();
        }
        signedOut.values().removeIf(at -> now - at > SIGN_OUT_MEMORY.toNanos());
    }

    /** The node would run out of memory: whoever holds most comes back later, or at another node. */
    private void sendAwayTheLargest() {
        List<Session> holders = new ArrayList<>();
        registry.forEach(session -> {
            if (session.hold().total() > LEAST_TO_SEND_AWAY) {
                holders.add(session);
            }
        });
        holders.sort(
                Comparator.comparingLong((Session session) -> session.hold().total())
                        .reversed());
        for (Session holder : holders) {
            if (limits.holdings().isEasy()) {
                return;
            }
            limits.meters().sentAway();
            holder.end(CloseCode.TOO_MUCH_HELD);
        }
    }

    private void confirm(Session session) {
        confirming++;
        services.devices()
                .find(session.user(), session.device())
                .map(found -> found.map(Device::signedIn).orElse(false))
                .onComplete(signedIn -> run(() -> {
                    confirming--;
                    // A store that does not answer ends nobody's session; it is asked again.
                    if (signedIn.succeeded() && !signedIn.result()) {
                        session.end(CloseCode.SIGNED_OUT);
                    }
                }));
    }
}
