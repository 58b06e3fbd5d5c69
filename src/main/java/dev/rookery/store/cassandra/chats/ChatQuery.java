package dev.rookery.store.cassandra.chats;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraChatStore}. */
public enum ChatQuery implements Query {
    FIND(Access.READ, "SELECT kind, title, created_at, member, position FROM ${keyspace}.chats WHERE chat_id = ?"),
    FIND_SERIAL(Access.SERIAL_READ, "SELECT kind, created_at FROM ${keyspace}.chats WHERE chat_id = ? LIMIT 1"),
    CREATE(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.chats SET kind = ?, created_at = ? WHERE chat_id = ? IF kind = null"),
    CREATE_TITLE(Access.CONDITIONAL, "INSERT INTO ${keyspace}.chats (chat_id, title) VALUES (?, ?)"),
    CREATE_MEMBER(Access.CONDITIONAL, "INSERT INTO ${keyspace}.chats (chat_id, member, position) VALUES (?, ?, ?)"),
    // The timestamp makes a repeat change nothing, and lose to whatever was written later.
    ADD_TO_USER(
            Access.WRITE, "INSERT INTO ${keyspace}.chats_by_user (user_id, chat_id) VALUES (?, ?) USING TIMESTAMP ?"),
    // Timestamp and head are both 0: every later head wins.
    BEGIN_HEAD(
            Access.WRITE,
            "UPDATE ${keyspace}.chats_by_user USING TIMESTAMP 0 SET head = 0, messages = 0, active_at = ?"
                    + " WHERE user_id = ? AND chat_id = ?"),
    BEGIN_HEADS(
            Access.WRITE,
            "UPDATE ${keyspace}.chat_heads USING TIMESTAMP 0 SET head = 0, messages = 0, active_at = ? WHERE chat_id = ?"),
    COUNT_OF_USER(Access.READ, "SELECT COUNT(*) AS chats FROM ${keyspace}.chats_by_user WHERE user_id = ?"),
    AMONG_OF_USER(Access.READ, "SELECT chat_id FROM ${keyspace}.chats_by_user WHERE user_id = ? AND chat_id IN ?"),
    FIRST_OF_USER(Access.READ, "SELECT chat_id FROM ${keyspace}.chats_by_user WHERE user_id = ? LIMIT ?"),
    NEXT_OF_USER(
            Access.READ, "SELECT chat_id FROM ${keyspace}.chats_by_user WHERE user_id = ? AND chat_id > ? LIMIT ?");

    private final Access access;
    private final String cql;

    ChatQuery(Access access, String cql) {
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
