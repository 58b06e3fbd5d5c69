package dev.rookery.store.cassandra;

import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.store.cassandra.schema.SchemaException;
import dev.rookery.store.cassandra.schema.SchemaStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The schema by itself, for operators. Fails with {@link SchemaException} or {@link CassandraStartException}. */
public final class CassandraSchema {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private CassandraSchema() {}

    /** Brings the keyspace up to date, creating it if there is none. Safe to repeat and to run several times at once. */
    public static Future<SchemaStatus> apply(Vertx vertx, CassandraConfig config) {
        return CassandraConnection.use(vertx, config, PATIENCE, connection -> connection
                .migrator()
                .apply()
                .compose(status -> connection.close().map(status)));
    }

    /** Changes nothing. */
    public static Future<SchemaStatus> status(Vertx vertx, CassandraConfig config) {
        return CassandraConnection.use(vertx, config, PATIENCE, connection -> connection
                .migrator()
                .status()
                .compose(status -> connection.close().map(status)));
    }
}
