package dev.rookery.tool.torture;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Says where a guest connects next: anywhere, as a client that knows all nodes; or, while {@link #steady}, where the
 * fewest are, as a balancer in front of the nodes that notices which of them do not answer. On the loop of the swarm.
 */
final class Balancer {
    private static final long OUT_OF_SERVICE_NANOS = 1_000_000_000L;

    private final List<URI> nodes;
    private final int[] connections;
    private final long[] failedAt;
    private volatile boolean steady;

    Balancer(List<URI> nodes) {
        this.nodes = List.copyOf(nodes);
        this.connections = new int[nodes.size()];
        this.failedAt = new long[nodes.size()];
    }

    URI uri(int node) {
        return nodes.get(node);
    }

    /** Whether guests stay where they are as long as they are let; from any thread. */
    void steady(boolean now) {
        steady = now;
    }

    boolean isSteady() {
        return steady;
    }

    int next(Random random, long now) {
        if (!steady) {
            return random.nextInt(nodes.size());
        }
        List<Integer> best = new ArrayList<>();
        for (int node = 0; node < nodes.size(); node++) {
            boolean out = failedAt[node] != 0 && now - failedAt[node] < OUT_OF_SERVICE_NANOS;
            if (out || (!best.isEmpty() && connections[node] > connections[best.get(0)])) {
                continue;
            }
            if (!best.isEmpty() && connections[node] < connections[best.get(0)]) {
                best.clear();
            }
            best.add(node);
        }
        return best.isEmpty() ? random.nextInt(nodes.size()) : best.get(random.nextInt(best.size()));
    }

    /** Counted from when it is tried, so that those who come at once do not all go to the same. */
    void entered(int node) {
        connections[node]++;
    }

    void left(int node) {
        connections[node]--;
    }

    void failed(int node, long now) {
        failedAt[node] = now;
    }
}
