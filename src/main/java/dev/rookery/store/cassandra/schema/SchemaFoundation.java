package dev.rookery.store.cassandra.schema;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import io.vertx.cassandra.ResultSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What must stand before there can be a lock or a record: the keyspace and the table {@code schema_version}. */
public final class SchemaFoundation {
    /** A change of schema waits until the nodes agree on it, so it takes longer than other statements. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Cql cql;
    private final String createKeyspace;
    private final String createTable;

    public SchemaFoundation(Vertx vertx, Cql cql, CassandraConfig config) {
        this.vertx = vertx;
        this.cql = cql;
        this.createKeyspace = "CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', '"
                + config.datacenter().replace("'", "''") + "': "
                + config.replicationFactor() + "}";
        // Nothing can lock this out yet, and two nodes of Cassandra that create one table at once give it two ids,
        // which
        // never agree again. So the id is not left to them.
        this.createTable = "CREATE TABLE IF NOT EXISTS ${keyspace}.schema_version (product text, version int,"
                + " file text, checksum text, applied_at timestamp, lock_holder uuid static,"
                + " PRIMARY KEY (product, version)) WITH id = '" + tableId(config.keyspace()) + "'"
                + " AND compaction = {'class': 'UnifiedCompactionStrategy'}";
    }

    private static UUID tableId(String keyspace) {
        return UUID.nameUUIDFromBytes((keyspace + ".schema_version").getBytes(StandardCharsets.UTF_8));
    }

    /** Asks the table itself: those of the system name it a moment before it can be used. */
    Future<Boolean> stands() {
        return cql.executeIfKnown(cql.statement(Access.READ, "SELECT version FROM ${keyspace}.schema_version LIMIT 1"))
                .map(Optional::isPresent);
    }

    Future<Void> lay() {
        return stands().compose(there ->
                there ? Future.succeededFuture() : change(createKeyspace).compose(made -> change(createTable)));
    }

    /**
     * Runs a statement that changes the schema or begins with a fresh one, and waits until all live nodes of Cassandra agree.
     * They agree a moment before each of them can use a new table, so what one does not know is tried again for a while.
     *
     * @param statement may be run again
     */
    Future<Void> change(String statement) {
        SimpleStatement ddl = cql.statement(Access.CONDITIONAL, statement).setTimeout(TIMEOUT);
        return change(ddl, System.nanoTime() + SETTLING.toNanos());
    }

    private Future<Void> change(SimpleStatement ddl, long deadline) {
        if (System.nanoTime() - deadline >= 0) {
            return cql.execute(ddl).compose(SchemaFoundation::agreed);
        }
        return cql.executeIfKnown(ddl).compose(result -> result.map(SchemaFoundation::agreed)
                .orElseGet(() -> vertx.timer(PAUSE.toMillis()).compose(elapsed -> change(ddl, deadline))));
    }

    private static Future<Void> agreed(ResultSet result) {
        return result.getExecutionInfo().isSchemaInAgreement()
                ? Future.succeededFuture()
                : Future.failedFuture(new RookeryException(
                        ErrorCode.STORE_UNAVAILABLE, "The nodes of Cassandra do not agree on the schema yet"));
    }
}
