package dev.rookery.store;

import dev.rookery.domain.NodeId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may write the chats of a shard.
 *
 * @param epoch the fencing number: it grows by one with each owner and never falls
 * @param owner the node that may write under this epoch, null once it let go
 * @param casId made new for each change, so that a change whose answer was lost is recognised in the row
 */
public record ShardRow(int shard, long epoch, @Nullable NodeId owner, UUID casId) {
    /** What was written before there were owners carries this epoch; the first owner's is above it. */
    public static final long FIRST_EPOCH = 1;

    private static final UUID NEVER_CHANGED = new UUID(0, 0);

    /** The row of a shard that nobody ever owned; it is not stored. */
    public static ShardRow untouched(int shard) {
        return new ShardRow(shard, FIRST_EPOCH, null, NEVER_CHANGED);
    }

    public boolean isUntouched() {
        return casId.equals(NEVER_CHANGED);
    }

    /** The row after {@code node} took the shard over. */
    public ShardRow takenBy(NodeId node, UUID cas) {
        return new ShardRow(shard, epoch + 1, node, cas);
    }

    /** The row after its owner let go. */
    public ShardRow released(UUID cas) {
        return new ShardRow(shard, epoch, null, cas);
    }

    public Optional<NodeId> ownedBy() {
        return Optional.ofNullable(owner);
    }

    public boolean isOwnedBy(NodeId node) {
        return node.equals(owner);
    }

    /** Whether this row is a later state of the shard than {@code other}: within an epoch an owner can only let go. */
    public boolean isAfter(ShardRow other) {
        return epoch > other.epoch || (epoch == other.epoch && owner == null && other.owner != null);
    }
}
