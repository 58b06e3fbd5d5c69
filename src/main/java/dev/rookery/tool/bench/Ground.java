package dev.rookery.tool.bench;

import dev.rookery.tool.swarm.Swarm;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param nodes where REST and WebSocket of each node are
 * @param cpu knows the processes of the groups {@link #SERVER}, {@link #CASSANDRA} and {@link #REDIS}, or none
 * @param store what the store's shapes measure, if it is known
 */
public record Ground(Swarm swarm, Crowd crowd, List<URI> nodes, CpuMeter cpu, Optional<StoreAddress> store) {
    static final String SERVER = "server";
    static final String CASSANDRA = "cassandra";
    static final String REDIS = "redis";

    /** Nodes are taken in turn. */
    URI node(int number) {
        return nodes.get(number % nodes.size());
    }
}
