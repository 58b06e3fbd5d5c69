package dev.rookery.store.cassandra.ownership;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraOwnershipStore}. */
public enum OwnershipQuery implements Query {
    REGISTER(
            Access.CONDITIONAL,
            "INSERT INTO ${keyspace}.node_session (session, state, address, cas_id) VALUES (?, 'ALIVE', ?, ?)"
                    + " IF NOT EXISTS"),
    END(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.node_session SET state = ?, cas_id = ? WHERE session = ? IF state = 'ALIVE'"),
    SESSION(Access.READ, "SELECT state FROM ${keyspace}.node_session WHERE session = ?"),
    SESSION_SERIAL(Access.SERIAL_READ, "SELECT state FROM ${keyspace}.node_session WHERE session = ?"),
    FIRST_CHANGE(
            Access.CONDITIONAL,
            "INSERT INTO ${keyspace}.shard_owner (epoch, session, cas_id, shard) VALUES (?, ?, ?, ?) IF NOT EXISTS"),
    CHANGE(
            Access.CONDITIONAL,
            "UPDATE ${keyspace}.shard_owner SET epoch = ?, session = ?, cas_id = ? WHERE shard = ? IF cas_id = ?"),
    SHARD_SERIAL(
            Access.SERIAL_READ, "SELECT shard, epoch, session, cas_id FROM ${keyspace}.shard_owner WHERE shard = ?"),
    SHARDS(Access.READ, "SELECT shard, epoch, session, cas_id FROM ${keyspace}.shard_owner"),
    // The count is the timestamp, so that no clock decides which beat is the newest.
    BEAT(
            Access.WRITE,
            "INSERT INTO ${keyspace}.node_heartbeat (slot, session, beat, lifeline, reached, joined)"
                    + " VALUES (0, ?, ?, ?, ?, ?)"
                    + " USING TIMESTAMP ?"),
    HEARTBEATS(
            Access.READ,
            "SELECT session, beat, lifeline, reached, joined FROM ${keyspace}.node_heartbeat WHERE slot = 0");

    private final Access access;
    private final String cql;

    OwnershipQuery(Access access, String cql) {
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
