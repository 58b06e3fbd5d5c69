package dev.rookery.ownership;

import dev.rookery.bus.BusClient;
import dev.rookery.bus.Members;
import dev.rookery.bus.Members.Member;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.OwnershipStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the {@link PeerWatch} of a chat node: writes its heartbeat, reads those of the others, and pings them over the
 * bus. On one event loop only.
 */
final class Vigil {
    private static final Logger log = LoggerFactory.getLogger(Vigil.class);

    /** A look that takes longer than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Members members;
    private final OwnershipStore store;
    private final ShardTable table;
    private final NodeId self;
    private final Consumer<PeerWatch.View> seen;
    private final PeerWatch watch;
    private final Reachability reachability;
    private volatile int suspectedOwners;
    private PeerWatch.View view = PeerWatch.View.NOTHING;
    private long lookingSince = System.nanoTime() - PATIENCE.toNanos();
    private long beats;

    /** @param seen called with each new view */
    Vigil(
            Members members,
            OwnershipStore store,
            BusClient bus,
            ShardTable table,
            PeerWatch.Limits limits,
            Consumer<PeerWatch.View> seen) {
        this.members = members;
        this.store = store;
        this.table = table;
        this.self = members.self().id();
        this.seen = seen;
        this.watch = new PeerWatch(self, limits);
        this.reachability = new Reachability(bus, limits.silence());
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
        return members.withRole(Role.CHAT).stream().map(Member::id).toList();
    }

    /** Nodes that live and answer: on the same side as this one, should there be sides. */
    Set<NodeId> ready() {
        Set<NodeId> ready = new HashSet<>(reachability.reached());
        ready.retainAll(view.live());
        return ready;
    }

    /** Looks around once, unless the last look is still under way; to be called about twice a second. */
    void look() {
        Set<NodeId> peers = new HashSet<>(view.live());
        peers.addAll(serving());
        peers.remove(self);
        reachability.ask(peers);
        long now = System.nanoTime();
        if (now - lookingSince < PATIENCE.toNanos()) {
            return;
        }
        lookingSince = now;
        store.beat(new Heartbeat(self, ++beats, reachability.reached()))
                .compose(beaten -> store.heartbeats())
                .onComplete(beats -> {
                    lookingSince = System.nanoTime() - PATIENCE.toNanos();
                    if (beats.succeeded()) {
                        judge(beats.result());
                    }
                });
    }

    private void judge(List<Heartbeat> heartbeats) {
        Set<NodeId> owners = owners();
        Set<NodeId> before = view.suspects();
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        Set<NodeId> vanished = heartbeats.stream()
                .map(Heartbeat::node)
                .filter(members::hasVanished)
                .collect(Collectors.toUnmodifiableSet());
        view = watch.look(now, heartbeats, owners, reachability.reached(), vanished);
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

    private Set<NodeId> owners() {
        Set<NodeId> owners = new HashSet<>();
        for (int shard = 0; shard < table.size(); shard++) {
            table.row(shard).ownedBy().ifPresent(owners::add);
        }
        return owners;
    }
}
