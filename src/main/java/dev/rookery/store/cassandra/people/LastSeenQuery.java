package dev.rookery.store.cassandra.people;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraLastSeen}. */
public enum LastSeenQuery implements Query {
    FIND(Access.READ, "SELECT at FROM ${keyspace}.last_seen WHERE user_id = ?"),
    // The timestamp is the time itself: the latest wins.
    SAVE(Access.WRITE, "INSERT INTO ${keyspace}.last_seen (user_id, at) VALUES (?, ?) USING TIMESTAMP ?");

    private final Access access;
    private final String cql;

    LastSeenQuery(Access access, String cql) {
        this.access = access;
        this.cql = cql;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public String cql() {
        return cql;
    }
}
