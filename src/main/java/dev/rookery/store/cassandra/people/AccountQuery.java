package dev.rookery.store.cassandra.people;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraAccountStore}. */
public enum AccountQuery implements Query {
    FIND_NAME(Access.READ, "SELECT user_id FROM ${keyspace}.usernames WHERE username = ?"),
    FIND_NAMES(Access.READ, "SELECT username, user_id FROM ${keyspace}.usernames WHERE username IN ?"),
    FIND_NAME_SERIAL(Access.SERIAL_READ, "SELECT user_id FROM ${keyspace}.usernames WHERE username = ?"),
    RESERVE_NAME(
            Access.CONDITIONAL, "INSERT INTO ${keyspace}.usernames (username, user_id) VALUES (?, ?) IF NOT EXISTS"),
    FIND_USER(Access.READ, AccountQuery.SELECT_USER + "user_id = ?"),
    FIND_USER_SERIAL(Access.SERIAL_READ, AccountQuery.SELECT_USER + "user_id = ?"),
    FIND_USERS(Access.READ, "SELECT user_id, username, display_name FROM ${keyspace}.users WHERE user_id IN ?"),
    ADD_USER(
            Access.CONDITIONAL,
            "INSERT INTO ${keyspace}.users (user_id, username, display_name, password_hash, created_at)"
                    + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS"),
    REMOVE_USER(Access.CONDITIONAL, "DELETE FROM ${keyspace}.users WHERE user_id = ? IF EXISTS"),
    REPLACE_PASSWORD(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.users SET password_hash = ? WHERE user_id = ? IF password_hash = ?");

    private static final String SELECT_USER =
            "SELECT user_id, username, display_name, password_hash, created_at FROM ${keyspace}.users WHERE ";

    private final Access access;
    private final String cql;

    AccountQuery(Access access, String cql) {
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
