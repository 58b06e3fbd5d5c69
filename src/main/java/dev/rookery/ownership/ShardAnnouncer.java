package dev.rookery.ownership;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEvent.ShardState;
import dev.rookery.bus.BusEvent.ShardsMoved;
import dev.rookery.domain.NodeId;
import dev.rookery.store.ShardRow;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Tells every node which shards moved, in one event for all that move in one turn. On one event loop only. */
final class ShardAnnouncer {
    private static final long GATHER_MS = 5;

    private final Vertx vertx;
    private final BusClient bus;
    private final Supplier<? extends Collection<NodeId>> others;
    private final List<ShardState> moved = new ArrayList<>();

    ShardAnnouncer(Vertx vertx, BusClient bus, Supplier<? extends Collection<NodeId>> others) {
        this.vertx = vertx;
        this.bus = bus;
        this.others = others;
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
        others.get().forEach(node -> bus.tell(BusAddress.ownership(node), news));
    }

    static List<ShardRow> rows(ShardsMoved news) {
        return news.shards().stream()
                .map(state -> new ShardRow(state.shard(), state.epoch(), state.owner(), state.casId()))
                .toList();
    }
}
