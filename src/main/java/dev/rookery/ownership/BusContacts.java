package dev.rookery.ownership;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.OwnershipRequest.Ping;
import dev.rookery.domain.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which nodes answered over the bus lately. On one event loop only. */
final class BusContacts {
    private final BusClient bus;
    private final Duration lately;
    private final Map<NodeId, Long> answeredAt = new HashMap<>();

    /** @param lately for how long an answer counts, and how long one is waited for */
    BusContacts(BusClient bus, Duration lately) {
        this.bus = bus;
        this.lately = lately;
    }

    void ask(Collection<NodeId> nodes) {
        for (NodeId node : nodes) {
            bus.ask(BusAddress.ownership(node), new Ping(), lately)
                    .onSuccess(pong -> answeredAt.put(node, System.nanoTime()));
        }
    }

    Set<NodeId> joined() {
        long now = System.nanoTime();
        answeredAt.values().removeIf(at -> now - at > lately.toNanos());
        return Set.copyOf(answeredAt.keySet());
    }
}
