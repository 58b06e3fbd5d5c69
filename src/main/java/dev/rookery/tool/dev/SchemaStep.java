package dev.rookery.tool.dev;

import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.store.cassandra.CassandraSchema;
import dev.rookery.store.cassandra.schema.SchemaStatus;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Brings the schema up to date once, before several nodes would do it at the same time. */
final class SchemaStep {
    private SchemaStep() {}

    static String apply(CassandraConfig config) throws InterruptedException, ExecutionException {
        if (!config.applySchema()) {
            return "left as it is";
        }
        Vertx vertx = Vertx.vertx();
        try {
            SchemaStatus status = CassandraSchema.apply(vertx, config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return String.format(
                    Locale.ROOT,
                    "%d files applied to keyspace %s",
                    status.applied().size(),
                    status.keyspace());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
