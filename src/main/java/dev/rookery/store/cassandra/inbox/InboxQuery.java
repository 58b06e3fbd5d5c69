package dev.rookery.store.cassandra.inbox;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraInboxStore}. */
public enum InboxQuery implements Query {
    // The timestamp is the seq: the highest wins.
    RAISE(
            Access.WRITE,
            "UPDATE ${keyspace}.chats_by_user USING TIMESTAMP ? SET head = ?, messages = ?, active_at = ?"
                    + " WHERE user_id = ? AND chat_id = ?"),
    RAISED_ALL(
            Access.WRITE,
            "UPDATE ${keyspace}.chat_heads USING TIMESTAMP ? SET head = ?, messages = ?, active_at = ? WHERE chat_id = ?"),
    SET_APART(
            Access.WRITE,
            "UPDATE ${keyspace}.chats_by_user USING TIMESTAMP ? SET head = ? WHERE user_id = ? AND chat_id = ?"),
    RAISED(Access.READ, "SELECT head, messages, active_at FROM ${keyspace}.chat_heads WHERE chat_id = ?"),
    FIRST_ROWS(Access.READ, InboxQuery.ROWS + " WHERE user_id = ? LIMIT ?"),
    NEXT_ROWS(Access.READ, InboxQuery.ROWS + " WHERE user_id = ? AND chat_id > ? LIMIT ?");

    private static final String ROWS = "SELECT chat_id, head, messages, active_at, cleared, read_seq, read_messages,"
            + " delivered_seq, unread_turns FROM ${keyspace}.chats_by_user";

    private final Access access;
    private final String cql;

    InboxQuery(Access access, String cql) {
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
