package dev.rookery.ownership;

import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Placement;
import dev.rookery.ownership.machine.ShardTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;

/**
 * Completes once every shard has an owner that is not taken for dead, and this node has those that it should have, as far
 * as it knows. On one event loop only.
 */
final class Settled {
    private final NodeId self;
    private final ShardTable table;
    private final Promise<Void> reached = Promise.promise();

    Settled(NodeId self, ShardTable table) {
        this.self = self;
        this.table = table;
    }

    Future<Void> future() {
        return reached.future();
    }

    /** To be called a few times a second. */
    void check(Placement wanted, Set<NodeId> suspects) {
        if (!reached.future().isComplete() && holds(wanted, suspects)) {
            reached.complete();
        }
    }

    private boolean holds(Placement wanted, Set<NodeId> suspects) {
        for (int shard = 0; shard < table.size(); shard++) {
            NodeId owner = table.row(shard).owner();
            boolean missing = self.equals(wanted.wanted(shard)) && !self.equals(owner);
            if (owner == null || suspects.contains(owner) || missing) {
                return false;
            }
        }
        return true;
    }
}
