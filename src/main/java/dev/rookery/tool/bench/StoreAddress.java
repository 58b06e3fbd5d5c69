package dev.rookery.tool.bench;

import dev.rookery.config.HostPort;

/**
 * Where the shapes that measure the store alone write.
 *
 * @param keyspace made if it is not there; the rows of its message log belong to no chat
 */
public record StoreAddress(HostPort cassandra, String keyspace) {
    /** Apart from that of any cluster. */
    public static final String KEYSPACE = "rookery_bench";
}
