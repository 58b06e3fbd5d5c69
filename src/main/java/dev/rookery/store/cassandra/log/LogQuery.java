package dev.rookery.store.cassandra.log;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraMessageLog}. */
public enum LogQuery implements Query {
    INSERT(
            Access.WRITE,
            "INSERT INTO ${keyspace}.chat_log (chat_id, bucket, seq, body) VALUES (?, ?, ?, ?) USING TIMESTAMP ?"),
    CHANGE(
            Access.WRITE,
            "INSERT INTO ${keyspace}.chat_log (chat_id, bucket, seq, state) VALUES (?, ?, ?, ?) USING TIMESTAMP ?"),
    BURY(
            Access.WRITE,
            "DELETE FROM ${keyspace}.chat_log USING TIMESTAMP ? WHERE chat_id = ? AND bucket = ? AND seq > ?"),
    OPEN_BUCKET(Access.WRITE, "INSERT INTO ${keyspace}.chat_buckets (chat_id, bucket) VALUES (?, ?)"),
    NEWEST_BUCKET(Access.READ, "SELECT bucket FROM ${keyspace}.chat_buckets WHERE chat_id = ? LIMIT 1"),
    NEWEST_FIRST(Access.READ, LogQuery.SELECT + " LIMIT ?"),
    OLDEST_FIRST(Access.READ, LogQuery.SELECT + " ORDER BY seq ASC LIMIT ?");

    private static final String SELECT = "SELECT seq, body, state FROM ${keyspace}.chat_log"
            + " WHERE chat_id = ? AND bucket = ? AND seq >= ? AND seq <= ?";

    private final Access access;
    private final String cql;

    LogQuery(Access access, String cql) {
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
