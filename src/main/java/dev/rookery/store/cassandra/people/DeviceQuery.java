package dev.rookery.store.cassandra.people;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraDeviceStore}. */
public enum DeviceQuery implements Query {
    ADD(
            Access.CONDITIONAL,
            "INSERT INTO ${keyspace}.devices (user_id, device_id, name, created_at, refresh_id, signed_in)"
                    + " VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS"),
    FIND(Access.READ, DeviceQuery.SELECT + " AND device_id = ?"),
    FIND_SERIAL(Access.SERIAL_READ, DeviceQuery.SELECT + " AND device_id = ?"),
    FIND_ALL(Access.READ, DeviceQuery.SELECT),
    ROTATE(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.devices SET refresh_id = ? WHERE user_id = ? AND device_id = ?"
                    + " IF refresh_id = ? AND signed_in = true"),
    SIGN_OUT(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.devices SET signed_in = false WHERE user_id = ? AND device_id = ?"
                    + " IF signed_in = true");

    private static final String SELECT =
            "SELECT user_id, device_id, name, created_at, refresh_id, signed_in FROM ${keyspace}.devices"
                    + " WHERE user_id = ?";

    private final Access access;
    private final String cql;

    DeviceQuery(Access access, String cql) {
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
