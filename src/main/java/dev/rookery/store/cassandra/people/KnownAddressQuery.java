package dev.rookery.store.cassandra.people;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraKnownAddresses}. */
public enum KnownAddressQuery implements Query {
    FIND(Access.READ, "SELECT address FROM ${keyspace}.known_addresses WHERE user_id = ? AND address = ?"),
    REMEMBER(Access.WRITE, "INSERT INTO ${keyspace}.known_addresses (user_id, address) VALUES (?, ?)");

    private final Access access;
    private final String cql;

    KnownAddressQuery(Access access, String cql) {
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
