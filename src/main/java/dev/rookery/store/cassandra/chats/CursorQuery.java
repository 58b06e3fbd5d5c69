package dev.rookery.store.cassandra.chats;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraCursorStore}. */
public enum CursorQuery implements Query {
    // The timestamp is the seq: the furthest wins.
    MOVE(
            Access.WRITE,
            "INSERT INTO ${keyspace}.device_cursors (user_id, device_id, chat_id, seq) VALUES (?, ?, ?, ?)"
                    + " USING TIMESTAMP ?"),
    ALL(Access.READ, "SELECT chat_id, seq FROM ${keyspace}.device_cursors WHERE user_id = ? AND device_id = ?"),
    FIND(
            Access.READ,
            "SELECT chat_id, seq FROM ${keyspace}.device_cursors WHERE user_id = ? AND device_id = ? AND chat_id IN ?");

    private final Access access;
    private final String cql;

    CursorQuery(Access access, String cql) {
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
