package dev.rookery.ownership;

import dev.rookery.config.HostPort;
import dev.rookery.domain.NodeId;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The lifelines of one node to all others that live. On one event loop only. */
final class Lifelines {
    private final NetClient client;
    private final Duration lately;
    private final Map<NodeId, Lifeline> lines = new HashMap<>();

    /** @param lately for how long an answer counts, and how long one is waited for */
    Lifelines(Vertx vertx, Duration lately) {
        this.client = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout((int) lately.toMillis()));
        this.lately = lately;
    }

    /** Asks these, and forgets all others. */
    void ask(Map<NodeId, HostPort> nodes) {
        lines.entrySet().removeIf(entry -> {
            boolean gone = !entry.getValue().address().equals(nodes.get(entry.getKey()));
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        nodes.forEach(
                (node, address) -> lines.computeIfAbsent(node, unknown -> new Lifeline(client, address, node, lately))
                        .ask());
    }

    Set<NodeId> reached() {
        return lines.entrySet().stream()
                .filter(entry -> entry.getValue().holds())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    void close() {
        lines.values().forEach(Lifeline::close);
    }
}
