package dev.rookery.rehearsal;

import dev.rookery.async.Deadline;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.LinkHead;
import dev.rookery.chat.ChatVerticle;
import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.SessionDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets a node do what it will do for its clients, before it has any: a second chat verticle, at the address of a node that
 * nobody knows, serves chats of nobody. Reads from the real stores and writes nothing; its messages do not count among
 * those of the node.
 */
public final class Rehearsal {
    /** Enough that the JVM compiles what is used for each message; later ones make it a little faster still. */
    static final int MESSAGES = 400;

    private static final int ACTORS = 8;
    /** Beyond the limit, for what was begun before it. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final BusClient bus;
    private final NodeId self;
    private final SessionDirectory directory;
    private final ChatConfig config;
    private final StandIn standIn = StandIn.create();
    private final RehearsalOwnership ownership;
    private final Wire wire = new Wire();
    private final List<Actor> actors;
    private final Deque<Supplier<Future<?>>> ends = new ArrayDeque<>();
    private boolean closed;

    /** @param self whose persistence verticle is asked */
    public Rehearsal(
            Vertx vertx,
            BusClient bus,
            NodeId self,
            ChatOwnership ownership,
            SessionDirectory directory,
            ChatConfig config) {
        this.vertx = vertx;
        this.bus = bus;
        this.self = self;
        this.directory = directory;
        this.config = config;
        this.ownership = new RehearsalOwnership(standIn.self().id(), ownership);
        OwnerClient owner = new OwnerClient(vertx, bus, this.ownership);
        this.actors =
                Stream.generate(() -> new Actor(owner, wire)).limit(ACTORS).toList();
    }

    /**
     * To be called once. Ends after so long at the latest, and a little for what is under way then. Fails with what went
     * wrong; nothing of it is left then either.
     *
     * @return how many messages were sent
     */
    public Future<Integer> play(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        BooleanSupplier goesOn = () -> sent() < MESSAGES && System.nanoTime() - end < 0;
        Future<Void> played = prepare()
                .compose(ready -> Future.all(
                        actors.stream().map(actor -> actor.play(goesOn)).toList()))
                .mapEmpty();
        return Deadline.within(vertx, limit.plus(GRACE), played)
                .eventually(this::close)
                .map(done -> sent());
    }

    private int sent() {
        return actors.stream().mapToInt(Actor::sent).sum();
    }

    private Future<?> prepare() {
        Map<ChatId, Chat> chats = actors.stream().map(Actor::chat).collect(Collectors.toMap(Chat::id, chat -> chat));
        NodeId node = standIn.self().id();
        ChatVerticle verticle = new ChatVerticle(
                standIn, ownership, bus, directory, config, new SimpleMeterRegistry(), Clock.systemUTC());
        return new RehearsalStore(chats, bus, self)
                .open(vertx, node)
                .onSuccess(store -> atEnd(store::close))
                .compose(open -> new BusEndpoint(BusAddress.gateway(node))
                        .onEvent(DeliverFrame.class, wire::cross)
                        .onEvent(LinkHead.class, wire::cross)
                        .open(vertx))
                .onSuccess(gateway -> atEnd(gateway::close))
                .compose(open -> vertx.deployVerticle(verticle))
                .onSuccess(deployed -> atEnd(() -> vertx.undeploy(deployed)));
    }

    /** What opens when the time is over closes at once. */
    private void atEnd(Supplier<Future<?>> end) {
        if (closed) {
            var unused = end.get();
        } else {
            ends.push(end);
        }
    }

    private Future<Void> close() {
        closed = true;
        return Future.join(ends.stream().map(Supplier::get).toList()).mapEmpty();
    }
}
