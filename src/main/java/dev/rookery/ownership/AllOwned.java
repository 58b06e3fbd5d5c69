package dev.rookery.ownership;

import dev.rookery.domain.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;

/** Completes once every shard has an owner that is not taken for dead, as far as this node knows. On one event loop only. */
final class AllOwned {
    private final ShardTable table;
    private final Promise<Void> reached = Promise.promise();

    AllOwned(ShardTable table) {
        this.table = table;
    }

    Future<Void> future() {
        return reached.future();
    }

    /** To be called a few times a second. */
    void check(Set<NodeId> suspects) {
        if (!reached.future().isComplete() && holds(suspects)) {
            reached.complete();
        }
    }

    private boolean holds(Set<NodeId> suspects) {
        for (int shard = 0; shard < table.size(); shard++) {
            NodeId owner = table.row(shard).owner();
            if (owner == null || suspects.contains(owner)) {
                return false;
            }
        }
        return true;
    }
}
