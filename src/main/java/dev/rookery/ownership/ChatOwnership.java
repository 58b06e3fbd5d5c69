package dev.rookery.ownership;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import java.util.Optional;

/** Which node may write a chat. The receiver of a request checks as well: a sender's table may be a moment old. */
public interface ChatOwnership {

    /** The node to ask, empty while the cluster has no chat node. Cheap: read from a table in memory. */
    Optional<NodeId> ownerOf(ChatId chat);

    /**
     * The fencing number under which this node may write the chat, empty if it may not. It only grows over the life of a
     * shard.
     */
    Optional<Long> epochOf(ChatId chat);
}
