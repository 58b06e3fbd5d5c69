package dev.rookery.store.cassandra.inbox;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraHotLists}. Deletions have the higher timestamp: what comes late stays hidden. */
public enum HotListQuery implements Query {
    OPEN(Access.WRITE, "INSERT INTO ${keyspace}.hot_lists (shard, epoch, number) VALUES (?, ?, ?) USING TIMESTAMP 1"),
    ADD(
            Access.WRITE,
            "INSERT INTO ${keyspace}.hot_chats (shard, epoch, number, chat_id) VALUES (?, ?, ?, ?) USING TIMESTAMP 1"),
    DROP_CHATS(
            Access.WRITE,
            "DELETE FROM ${keyspace}.hot_chats USING TIMESTAMP 2 WHERE shard = ? AND epoch = ? AND number = ?"),
    DROP_LIST(
            Access.WRITE,
            "DELETE FROM ${keyspace}.hot_lists USING TIMESTAMP 2 WHERE shard = ? AND epoch = ? AND number = ?"),
    LISTS(Access.READ, "SELECT epoch, number FROM ${keyspace}.hot_lists WHERE shard = ?"),
    CHATS(Access.READ, "SELECT chat_id FROM ${keyspace}.hot_chats WHERE shard = ? AND epoch = ? AND number = ?");

    private final Access access;
    private final String cql;

    HotListQuery(Access access, String cql) {
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
