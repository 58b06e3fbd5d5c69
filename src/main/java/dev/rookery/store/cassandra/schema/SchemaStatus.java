package dev.rookery.store.cassandra.schema;

import java.time.Instant;
import java.util.List;

/**
 * What was applied to a keyspace, and what this version of Rookery would still apply.
 *
 * @param applied by version; may hold files of a newer Rookery
 * @param pending file names, in order
 */
public record SchemaStatus(String keyspace, List<Applied> applied, List<String> pending) {
    public SchemaStatus {
        applied = List.copyOf(applied);
        pending = List.copyOf(pending);
    }

    public boolean complete() {
        return pending.isEmpty();
    }

    /** One file that was applied. */
    public record Applied(int version, String file, String checksum, Instant at) {}
}
