package dev.rookery.store;

import dev.rookery.domain.NodeId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may write which shard. Sessions and shards change only by lightweight transactions, are never deleted and never
 * expire. A failed Future of a change means that its outcome is not known: it may have happened, or happen later. Repeat
 * it unchanged, or read the row.
 */
public interface OwnershipStore {

    /** Makes the session of a node, once in its life. Answers with its state afterwards. */
    Future<SessionState> register(NodeId node, String address, UUID casId);

    /** Ends a session unless it is over. Answers with its state afterwards. */
    Future<SessionState> end(NodeId node, SessionState state, UUID casId);

    /** The state of a session at LOCAL_QUORUM: it shows every change that completed before this read began. */
    Future<Optional<SessionState>> session(NodeId node);

    /**
     * Changes a shard from {@code from}, exactly as it was read, to {@code to}. Answers with the row as it stands
     * afterwards: it has the casId of {@code to} if the change was made, by this call or an earlier one.
     */
    Future<ShardRow> change(ShardRow from, ShardRow to);

    /** The row of one shard by a serial read: every change that was decided before it began is in it. */
    Future<ShardRow> shard(int shard);

    /** All rows that were ever changed, at LOCAL_QUORUM, in no order. */
    Future<List<ShardRow>> shards();

    /** Plain writes: only a guess of who lives rests on them. The row disappears by itself after an hour. */
    Future<Void> beat(Heartbeat heartbeat);

    Future<List<Heartbeat>> heartbeats();
}
