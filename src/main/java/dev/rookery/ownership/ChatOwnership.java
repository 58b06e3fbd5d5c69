package dev.rookery.ownership;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Shards;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/**
 * Which node may write a chat. The receiver of a request checks as well: a sender's table may be a moment old. Safe to
 * use from any thread.
 */
public interface ChatOwnership {

    /** The node to ask, empty while the chat has no owner. Cheap: read from a table in memory. */
    Optional<NodeId> ownerOf(ChatId chat);

    /**
     * The fencing number under which this node may begin something in the chat, empty if it may not. It only grows over the
     * life of a shard.
     */
    Optional<Long> epochOf(ChatId chat);

    /** The epoch of each shard in which this node may begin something. */
    Map<Integer, Long> shards();

    /**
     * Whether what began under the epoch may still be written and answered: longer than {@link #epochOf} says so while
     * the node lets the shard go.
     */
    boolean mayFinish(int shard, long epoch);

    /** Of the shard that the chat is in. */
    default boolean mayFinish(ChatId chat, long epoch) {
        return mayFinish(Shards.of(chat), epoch);
    }

    /** Whether the owner before this node was lost: what it did not finish is up to this one. */
    boolean succeedsLostOwner(ChatId chat);

    /**
     * Completes once a read of this node's session, begun after this call, said that it lives: whatever was stored before
     * the call, under an epoch that {@link #mayFinish finishes} then, will be found by every later owner. Completes on the
     * caller's context; takes as long as the store does not answer; fails with {@code wrong_owner} when the session is over.
     */
    Future<Void> confirm();

    /** The owner in the table did not answer, or was the wrong one: look again soon. */
    void doubt(ChatId chat);
}
