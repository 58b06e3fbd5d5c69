package dev.rookery.ownership;

import dev.rookery.bus.BusClient;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Contacts;
import dev.rookery.ownership.machine.PeerWatch;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.OwnershipStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the {@link PeerWatch} of a node: writes its heartbeat if it is a chat node, reads those of the chat nodes, and asks
 * them over lifelines and over the bus whether they are there. On one event loop only.
 */
final class Vigil {
    private static final Logger log = LoggerFactory.getLogger(Vigil.class);

    /** A look that takes longer than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Members members;
    private final OwnershipStore store;
    private final ShardTable table;
    private final ClusterConfig config;
    private final NodeId self;
    private final boolean beats;
    private final Consumer<PeerWatch.View> seen;
    private final PeerWatch watch;
    private final BusContacts bus;
    private @Nullable LifelineServer server;
    private @Nullable Lifelines lifelines;
    private volatile int suspectedOwners;
    private PeerWatch.View view = PeerWatch.View.NOTHING;
    /** Of those that live. */
    private Map<NodeId, HostPort> addresses = Map.of();

    private long lookingSince = System.nanoTime() - PATIENCE.toNanos();
    private long beatCount;

    /** @param seen called with each new view */
    Vigil(
            Members members,
            OwnershipStore store,
            BusClient bus,
            ShardTable table,
            ClusterConfig config,
            Consumer<PeerWatch.View> seen) {
        this.members = members;
        this.store = store;
        this.table = table;
        this.config = config;
        this.self = members.self().id();
        this.beats = members.self().roles().contains(NodeRole.CHAT);
        this.seen = seen;
        this.watch = new PeerWatch(self, PeerWatch.Limits.of(config.silence()), beats);
        this.bus = new BusContacts(bus, config.silence());
    }

    /** Completes when others can ask whether this node is there. */
    Future<?> start(Vertx vertx) {
        lifelines = new Lifelines(vertx, config.silence());
        return beats
                ? LifelineServer.open(vertx, config.host(), config.lifelinePort(), self)
                        .onSuccess(open -> server = open)
                : Future.succeededFuture();
    }

    Future<Void> stop() {
        if (lifelines != null) {
            lifelines.close();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }

    PeerWatch.View view() {
        return view;
    }

    /** From any thread. */
    int suspectedOwners() {
        return suspectedOwners;
    }

    /** Chat nodes that serve. */
    List<NodeId> serving() {
        return members.withRole(NodeRole.CHAT).stream().map(Member::id).toList();
    }

    /** Nodes that live and that this one can work with. */
    Set<NodeId> ready() {
        Set<NodeId> ready = new HashSet<>(bus.joined());
        ready.retainAll(view.live());
        return ready;
    }

    /** To be called some times a second, whatever the store does. */
    void tick() {
        watch.tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** Looks around once, unless the last look is still under way; to be called about twice a second. */
    void look() {
        Set<NodeId> peers = new HashSet<>(view.live());
        peers.addAll(serving());
        peers.remove(self);
        bus.ask(peers);
        if (lifelines != null) {
            lifelines.ask(addresses);
        }
        long now = System.nanoTime();
        if (now - lookingSince < PATIENCE.toNanos()) {
            return;
        }
        lookingSince = now;
        Heartbeat own =
                new Heartbeat(self, ++beatCount, server == null ? "" : server.address(), reached(), bus.joined());
        (beats ? store.beat(own) : Future.<Void>succeededFuture())
                .compose(beaten -> store.heartbeats())
                .onComplete(heartbeats -> {
                    lookingSince = System.nanoTime() - PATIENCE.toNanos();
                    if (heartbeats.succeeded()) {
                        judge(beats ? heartbeats.result() : with(own, heartbeats.result()));
                    }
                });
    }

    private static List<Heartbeat> with(Heartbeat own, List<Heartbeat> others) {
        List<Heartbeat> all = new ArrayList<>(others);
        all.add(own);
        return all;
    }

    private Set<NodeId> reached() {
        return lifelines == null ? Set.of() : lifelines.reached();
    }

    private void judge(List<Heartbeat> heartbeats) {
        Set<NodeId> owners = owners();
        Set<NodeId> before = view.suspects();
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        Set<NodeId> departed = heartbeats.stream()
                .map(Heartbeat::node)
                .filter(members::hasVanished)
                .collect(Collectors.toUnmodifiableSet());
        view = watch.look(now, heartbeats, owners, new Contacts(reached(), bus.joined(), departed));
        addresses = addresses(heartbeats, view.live());
        suspectedOwners =
                (int) view.suspects().stream().filter(owners::contains).count();
        view.suspicions().forEach((suspect, reason) -> {
            if (!before.contains(suspect) && owners.contains(suspect)) {
                log.atWarn()
                        .addKeyValue("node", suspect)
                        .addKeyValue("reason", reason)
                        .log("node is taken for dead");
            }
        });
        seen.accept(view);
    }

    private Map<NodeId, HostPort> addresses(List<Heartbeat> heartbeats, Set<NodeId> live) {
        Map<NodeId, HostPort> found = new HashMap<>();
        for (Heartbeat beat : heartbeats) {
            if (live.contains(beat.node())
                    && !beat.node().equals(self)
                    && !beat.lifeline().isEmpty()) {
                found.put(beat.node(), HostPort.parse(beat.lifeline()));
            }
        }
        return found;
    }

    private Set<NodeId> owners() {
        Set<NodeId> owners = new HashSet<>();
        for (int shard = 0; shard < table.size(); shard++) {
            table.row(shard).ownedBy().ifPresent(owners::add);
        }
        return owners;
    }
}
