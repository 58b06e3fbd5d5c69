package dev.rookery.store.cassandra.log;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraHistoryIndex}. */
public enum HistoryQuery implements Query {
    BEGIN_DAY(
            Access.WRITE,
            "INSERT INTO ${keyspace}.chat_days (chat_id, day, first_seq) VALUES (?, ?, ?) USING TIMESTAMP ?"),
    FIRST_SINCE(Access.READ, "SELECT first_seq FROM ${keyspace}.chat_days WHERE chat_id = ? AND day >= ? LIMIT 1");

    private final Access access;
    private final String cql;

    HistoryQuery(Access access, String cql) {
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
