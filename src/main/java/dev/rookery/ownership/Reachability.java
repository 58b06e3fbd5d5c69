package dev.rookery.ownership;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.OwnershipRequest.Ping;
import dev.rookery.domain.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which nodes answered over the bus lately. On one event loop only. */
final class Reachability {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long LATELY_NANOS = Duration.ofSeconds(2).toNanos();

    private final BusClient bus;
    private final Map<NodeId, Long> answeredAt = new HashMap<>();

    Reachability(BusClient bus) {
        this.bus = bus;
    }

    void ask(Collection<NodeId> nodes) {
        for (NodeId node : nodes) {
            bus.ask(BusAddress.ownership(node), new Ping(), TIMEOUT)
                    .onSuccess(pong -> answeredAt.put(node, System.nanoTime()));
        }
    }

    Set<NodeId> reached() {
        long now = System.nanoTime();
        answeredAt.values().removeIf(at -> now - at > LATELY_NANOS);
        return Set.copyOf(answeredAt.keySet());
    }
}
