package dev.rookery.node;

import dev.rookery.cluster.NodeRole;
import dev.rookery.inbox.InboxReader;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.recovery.Bystander;
import dev.rookery.store.cassandra.CassandraStores;
import io.vertx.core.Vertx;
import java.util.Set;

/** The read side of the inbox. */
final class Inboxes {
    private Inboxes() {}

    /** On a node that stores nothing nobody would say that a loss is mended, and it would trust no inbox ever again. */
    static InboxReader reader(Vertx vertx, Set<NodeRole> roles, CassandraStores cassandra, OwnerClient owners) {
        if (!roles.contains(NodeRole.CHAT)) {
            Bystander.watch(vertx, cassandra.losses());
        }
        return new InboxReader(cassandra.inbox(), owners, cassandra.losses());
    }
}
