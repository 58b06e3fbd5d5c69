package dev.rookery.store.cassandra.ownership;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tables {@code node_session}, {@code shard_owner} and {@code node_heartbeat}. A transaction that was refused is followed
 * by a serial read, which also decides one of ours that hangs; one without an answer is left to the caller, who knows
 * what to repeat.
 */
public final class CassandraOwnershipStore implements OwnershipStore {
    private static final UUID NOBODY = new UUID(0, 0);

    private final Cql cql;
    private final Statements<OwnershipQuery> statements;

    public CassandraOwnershipStore(Cql cql, Statements<OwnershipQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<SessionState> register(NodeId node, String address, UUID casId) {
        return transact(
                statements.bind(OwnershipQuery.REGISTER, node.value(), address, casId), SessionState.ALIVE, node);
    }

    @Override
    public Future<SessionState> end(NodeId node, SessionState state, UUID casId) {
        return transact(statements.bind(OwnershipQuery.END, state.name(), casId, node.value()), state, node);
    }

    private Future<SessionState> transact(Statement<?> transaction, SessionState applied, NodeId node) {
        return cql.execute(transaction)
                .compose(result -> result.wasApplied()
                        ? Future.succeededFuture(applied)
                        : cql.first(statements.bind(OwnershipQuery.SESSION_SERIAL, node.value()))
                                .compose(row -> row.map(found -> Future.succeededFuture(state(found)))
                                        .orElseGet(() -> Future.failedFuture(
                                                new IllegalStateException("node " + node + " has no session")))));
    }

    @Override
    public Future<Optional<SessionState>> session(NodeId node) {
        return cql.first(statements.bind(OwnershipQuery.SESSION, node.value()))
                .map(row -> row.map(CassandraOwnershipStore::state));
    }

    @Override
    public Future<ShardRow> change(ShardRow from, ShardRow to) {
        UUID owner = to.ownedBy().map(NodeId::value).orElse(NOBODY);
        Statement<?> change = from.isUntouched()
                ? statements.bind(OwnershipQuery.FIRST_CHANGE, to.epoch(), owner, to.casId(), to.shard())
                : statements.bind(OwnershipQuery.CHANGE, to.epoch(), owner, to.casId(), to.shard(), from.casId());
        return cql.execute(change)
                .compose(result -> result.wasApplied() ? Future.succeededFuture(to) : shard(to.shard()));
    }

    @Override
    public Future<ShardRow> shard(int shard) {
        return cql.first(statements.bind(OwnershipQuery.SHARD_SERIAL, shard))
                .map(row -> row.map(CassandraOwnershipStore::shardRow).orElseGet(() -> ShardRow.untouched(shard)));
    }

    @Override
    public Future<List<ShardRow>> shards() {
        return cql.all(statements.bind(OwnershipQuery.SHARDS))
                .map(rows ->
                        rows.stream().map(CassandraOwnershipStore::shardRow).toList());
    }

    @Override
    public Future<Void> beat(Heartbeat heartbeat) {
        return cql.run(statements.bind(
                OwnershipQuery.BEAT,
                heartbeat.node().value(),
                heartbeat.count(),
                heartbeat.lifeline(),
                ids(heartbeat.reached()),
                ids(heartbeat.joined()),
                heartbeat.count()));
    }

    @Override
    public Future<List<Heartbeat>> heartbeats() {
        return cql.all(statements.bind(OwnershipQuery.HEARTBEATS))
                .map(rows ->
                        rows.stream().map(CassandraOwnershipStore::heartbeat).toList());
    }

    private static SessionState state(Row row) {
        return SessionState.valueOf(row.getString("state"));
    }

    private static ShardRow shardRow(Row row) {
        UUID session = row.getUuid("session");
        NodeId owner = session == null || session.equals(NOBODY) ? null : new NodeId(session);
        return new ShardRow(row.getInt("shard"), row.getLong("epoch"), owner, row.getUuid("cas_id"));
    }

    private static Heartbeat heartbeat(Row row) {
        return new Heartbeat(
                new NodeId(row.getUuid("session")),
                row.getLong("beat"),
                Objects.requireNonNullElse(row.getString("lifeline"), ""),
                nodes(row, "reached"),
                nodes(row, "joined"));
    }

    private static Set<UUID> ids(Set<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<NodeId> nodes(Row row, String column) {
        Set<UUID> ids = row.getSet(column, UUID.class);
        return ids == null ? Set.of() : ids.stream().map(NodeId::new).collect(Collectors.toUnmodifiableSet());
    }
}
