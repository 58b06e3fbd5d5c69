package dev.rookery.ownership;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Placement;
import dev.rookery.ownership.machine.Shards;
import java.util.Collection;
import java.util.UUID;

/** Who should own a chat once everything has settled. */
public final class WantedOwner {
    private WantedOwner() {}

    public static NodeId of(String chat, Collection<NodeId> nodes) {
        return Placement.of(Shards.COUNT, nodes).wanted(Shards.of(new ChatId(UUID.fromString(chat))));
    }
}
