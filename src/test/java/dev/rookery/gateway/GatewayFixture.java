package dev.rookery.gateway;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.auth.Principal;
import dev.rookery.auth.Ticket;
import dev.rookery.auth.TicketOffice;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusCodec;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.ApiRequest.RedeemTicket;
import dev.rookery.bus.message.ApiRequest.TicketHolder;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.bus.message.BusEvent.OfferFrame;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatReply.Stand;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.bus.message.ChatRequest.Standings;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.config.RookeryConfig.LimitsConfig;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.edge.EdgeVerticle;
import dev.rookery.feature.receipts.CursorFrames;
import dev.rookery.feature.receipts.Cursors;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.inbox.InboxReader;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.recovery.Losses;
import dev.rookery.store.MarkStore;
import dev.rookery.telemetry.EdgeMeters;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.telemetry.SecurityLog;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A gateway on real sockets with two event loops, and around it just enough of a node: a chat owner and an API endpoint
 * that the test commands. For what the gateway does by itself; what it does with the stores is proved on real nodes.
 */
public final class GatewayFixture implements AutoCloseable {
    public static final String ALLOWED_ORIGIN = "https://chat.example.org";

    public final Vertx vertx = Vertx.vertx();
    final NodeId self = new NodeId(UUID.randomUUID());
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final RecordingDirectory directory = new RecordingDirectory();
    final SignedInDevices devices = new SignedInDevices();
    final ListedChats chats = new ListedChats();
    final RecordingCursors cursors = new RecordingCursors();
    final TicketOffice tickets = new TicketOffice(self, Duration.ofSeconds(30));
    final Limits limits;
    public final GatewayModule module;
    final GatewayVerticle verticle;
    public final int port;

    /** What the owner of every chat answers. */
    public volatile Function<SendMessage, Future<MessageStored>> owner;

    /** What they answer to a sync. */
    volatile Function<CatchUp, Future<CaughtUp>> catchUp =
            asked -> Future.succeededFuture(new CaughtUp(List.of(), List.of()));

    private final BusClient bus;
    private final AtomicLong seq = new AtomicLong();
    private final Map<String, Principal> tokens = new ConcurrentHashMap<>();

    public GatewayFixture(GatewayConfig config) {
        this(config, limits());
    }

    public GatewayFixture(GatewayConfig config, LimitsConfig most) {
        limits = Limits.of(most, meters);
        BusCodec.register(vertx);
        bus = new BusClient(vertx);
        owner = send -> Future.succeededFuture(stored());
        Members members = new OneNode(self);
        OwnerClient owners = new OwnerClient(vertx, bus, new OneOwner(self));
        GatewayServices services = new GatewayServices(
                members,
                this::authenticate,
                ids -> Future.succeededFuture(List.of()),
                devices,
                chats,
                cursors,
                new NoMarks(),
                new InboxReader(chats, owners, new Losses()),
                directory,
                bus,
                owners,
                limits,
                frames(owners),
                List.of(),
                List.of(),
                List.of());
        HttpConfig http = SomeSettings.http(Map.of(
                "host",
                "127.0.0.1",
                "port",
                0,
                "instances",
                2,
                "allowedOrigins",
                ALLOWED_ORIGIN,
                "maxConnectionsPerAddress",
                0,
                "headTimeout",
                "60s",
                "bodyTimeout",
                "60s"));
        module = new GatewayModule(services, config, http, new GatewayMeters(meters), new SecurityLog());
        verticle = new GatewayVerticle(module);
        AtomicInteger boundPort = new AtomicInteger();
        await(new BusEndpoint(BusAddress.chat(self))
                .onRequest(SendMessage.class, send -> owner.apply(send))
                .onRequest(Standings.class, asked -> Future.succeededFuture(Stand.nothingKnown(asked.chats())))
                .onRequest(CatchUp.class, asked -> catchUp.apply(asked))
                .onEvent(DirectoryStanding.class, standing -> {})
                .open(vertx));
        await(new BusEndpoint(BusAddress.api(self))
                .onRequest(RedeemTicket.class, this::redeem)
                .open(vertx));
        await(vertx.deployVerticle(verticle));
        await(vertx.deployVerticle(
                () -> new EdgeVerticle(http, List.of(module), new EdgeMeters(meters), boundPort),
                new DeploymentOptions().setInstances(2)));
        port = boundPort.get();
    }

    public static GatewayConfig config() {
        return SomeSettings.gateway(Map.of("maxSessions", 1_000));
    }

    static GatewayConfig config(int queuedBytes, Duration heartbeat, Duration idle) {
        return SomeSettings.gateway(
                Map.of("maxQueuedBytes", queuedBytes, "heartbeatInterval", heartbeat, "idleTimeout", idle));
    }

    /** As in production, without rates. */
    static LimitsConfig limits() {
        return SomeSettings.limits(Map.of("rated", "false"));
    }

    public static Principal somebody() {
        return new Principal(new UserId(UUID.randomUUID()), new DeviceId(UUID.randomUUID()));
    }

    /** An access token for this holder. */
    public String token(Principal holder) {
        String token = UUID.randomUUID().toString();
        tokens.put(token, holder);
        return token;
    }

    public Ticket ticket(Principal holder, String origin) {
        return tickets.issue(holder, origin);
    }

    public WebSocketTestClient connect() {
        return connect(somebody());
    }

    public WebSocketTestClient connect(Principal holder) {
        return WebSocketTestClient.withToken(vertx, port, token(holder));
    }

    public void deliver(List<UserId> users, SessionId except, Buffer frame) {
        bus.tell(BusAddress.gateway(self), new DeliverFrame(users, except, frame));
    }

    public void offer(List<UserId> users, Buffer frame) {
        bus.tell(BusAddress.gateway(self), new OfferFrame(users, null, frame));
    }

    public void signOut(Principal holder) {
        devices.signOut(holder.device());
        bus.tell(BusAddress.gateway(self), new DevicesSignedOut(holder.user(), List.of(holder.device())));
    }

    public MessageStored stored() {
        return new MessageStored(seq.incrementAndGet(), Instant.EPOCH, 1);
    }

    public double counted(String name, String... tags) {
        var counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    @CanIgnoreReturnValue
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What the gateway does without features, with one that has something to do at the end of a session. */
    private List<Supplier<FrameHandler<?>>> frames(OwnerClient owners) {
        Cursors moves = new Cursors(owners, cursors);
        List<Supplier<FrameHandler<?>>> frames = new ArrayList<>();
        frames.add(() -> new CursorFrames(moves, limits.rates()));
        Set<FrameType> others =
                EnumSet.complementOf(EnumSet.of(FrameType.SEND, FrameType.SYNC, FrameType.PING, FrameType.CURSOR));
        others.stream()
                .filter(FrameType::fromClient)
                .forEach(type ->
                        frames.add(() -> new AbsentFeature<>(type.frame().asSubclass(ClientFrame.class))));
        return frames;
    }

    /** Takes frames of a feature that is not here. */
    private record AbsentFeature<F extends ClientFrame>(Class<F> type) implements FrameHandler<F> {
        @Override
        public Exchange<F> begin(ClientSession session) {
            return frame -> Future.succeededFuture();
        }
    }

    private Future<Principal> authenticate(String token) {
        Principal holder = tokens.get(token);
        return holder == null
                ? Future.failedFuture(new RookeryException(ErrorCode.UNAUTHENTICATED, "forged"))
                : Future.succeededFuture(holder);
    }

    private Future<TicketHolder> redeem(RedeemTicket request) {
        Principal holder = tickets.redeem(request.secret(), request.origin());
        return Future.succeededFuture(new TicketHolder(holder.user(), holder.device()));
    }

    private record OneOwner(NodeId self) implements ChatOwnership {
        @Override
        public Optional<NodeId> ownerOf(ChatId chat) {
            return Optional.of(self);
        }

        @Override
        public Optional<Long> epochOf(ChatId chat) {
            return Optional.of(1L);
        }

        @Override
        public Map<Integer, Long> shards() {
            return Map.of();
        }

        @Override
        public boolean mayFinish(int shard, long epoch) {
            return true;
        }

        @Override
        public boolean succeedsLostOwner(ChatId chat) {
            return false;
        }

        @Override
        public Future<Void> confirm() {
            return Future.succeededFuture();
        }

        @Override
        public void doubt(ChatId chat) {
            // There is no other owner.
        }
    }

    private record NoMarks() implements MarkStore {
        @Override
        public Future<Void> raise(ChatId chat, List<MemberMarks> marks) {
            return Future.succeededFuture();
        }

        @Override
        public Future<List<MemberMarks>> of(ChatId chat) {
            return Future.succeededFuture(List.of());
        }
    }

    private record OneNode(NodeId id) implements Members {
        @Override
        public Member self() {
            return new Member(id, "node-1", Set.of(NodeRole.values()));
        }

        @Override
        public List<Member> withRole(NodeRole role) {
            return List.of(self());
        }

        @Override
        public boolean hasVanished(NodeId node) {
            return false;
        }

        @Override
        public void onChange(Runnable listener) {}
    }
}
