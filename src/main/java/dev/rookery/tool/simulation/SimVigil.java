package dev.rookery.tool.simulation;

import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Contacts;
import dev.rookery.ownership.machine.PeerWatch;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.store.Heartbeat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Drives the {@link PeerWatch} of a node: writes its heartbeat, reads those of the others, and remembers whom it heard. */
final class SimVigil {
    private static final long REACHED_FOR = 2 * Timeline.SECOND;

    private final World world;
    private final SimNode node;
    private final ShardTable table;
    private final Consumer<PeerWatch.View> seen;
    private final PeerWatch watch;
    private final Map<NodeId, Long> answered = new HashMap<>();
    private final Map<NodeId, Long> heard = new HashMap<>();
    private final Set<NodeId> everServed = new HashSet<>();
    private boolean looking;
    private long beats;

    SimVigil(World world, SimNode node, ShardTable table, Consumer<PeerWatch.View> seen) {
        this.world = world;
        this.node = node;
        this.table = table;
        this.seen = seen;
        this.watch = new PeerWatch(node.id(), PeerWatch.Limits.STANDARD, true);
    }

    /** Looks around once, unless the last look is still under way. */
    void look() {
        watch.tick(world.timeline().now() / Timeline.MS);
        world.pingOnLifelines(node, peer -> answered.put(peer, world.timeline().now()));
        world.ping(node, peer -> heard.put(peer, world.timeline().now()));
        if (looking) {
            return;
        }
        looking = true;
        Heartbeat beat = new Heartbeat(node.id(), ++beats, "", lately(answered), lately(heard));
        world.store().beat(node.inbox(), beat, beaten -> world.store().heartbeats(node.inbox(), heartbeats -> {
            looking = false;
            if (heartbeats != null) {
                judge(heartbeats);
            }
        }));
    }

    private Set<NodeId> lately(Map<NodeId, Long> times) {
        long now = world.timeline().now();
        times.values().removeIf(at -> now - at > REACHED_FOR);
        return Set.copyOf(times.keySet());
    }

    private void judge(List<Heartbeat> heartbeats) {
        Set<NodeId> owners = new HashSet<>();
        for (int shard = 0; shard < table.size(); shard++) {
            table.row(shard).ownedBy().ifPresent(owners::add);
        }
        long now = world.timeline().now() / Timeline.MS;
        Contacts contacts = new Contacts(lately(answered), lately(heard), departed(heartbeats));
        seen.accept(watch.look(now, heartbeats, owners, contacts));
    }

    private Set<NodeId> departed(List<Heartbeat> heartbeats) {
        List<NodeId> roster = world.roster(node.host());
        everServed.addAll(roster);
        Set<NodeId> departed = new HashSet<>();
        for (Heartbeat beat : heartbeats) {
            if (everServed.contains(beat.node()) && !roster.contains(beat.node())) {
                departed.add(beat.node());
            }
        }
        return departed;
    }
}
