package dev.rookery.ownership;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.ShardState;
import dev.rookery.bus.message.BusEvent.ShardsMoved;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.store.ShardRow;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells every node which shards moved, in one event for all that move in one turn. On one event loop only. */
final class ShardAnnouncer {
    private static final long GATHER_MS = 5;

    private final Vertx vertx;
    private final BusClient bus;
    private final Members members;
    private final List<ShardState> moved = new ArrayList<>();

    ShardAnnouncer(Vertx vertx, BusClient bus, Members members) {
        this.vertx = vertx;
        this.bus = bus;
        this.members = members;
    }

    void announce(ShardRow row) {
        if (moved.isEmpty()) {
            vertx.setTimer(GATHER_MS, gathered -> tell());
        }
        moved.add(new ShardState(row.shard(), row.epoch(), row.owner(), row.casId()));
    }

    private void tell() {
        ShardsMoved news = new ShardsMoved(moved);
        moved.clear();
        others().forEach(node -> bus.tell(BusAddress.ownership(node), news));
    }

    private Set<NodeId> others() {
        Set<NodeId> nodes = new HashSet<>();
        for (NodeRole role : NodeRole.values()) {
            members.withRole(role).stream().map(Member::id).forEach(nodes::add);
        }
        nodes.remove(members.self().id());
        return nodes;
    }

    static List<ShardRow> rows(ShardsMoved news) {
        return news.shards().stream()
                .map(state -> new ShardRow(state.shard(), state.epoch(), state.owner(), state.casId()))
                .toList();
    }
}
