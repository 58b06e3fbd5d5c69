package dev.rookery.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.testkit.Engines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Stores on a keyspace of their own, for one test class; and a look behind them with plain CQL. */
final class OpenStores implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final CassandraConfig config = Engines.cassandraConfig(Engines.freshKeyspace());
    private final CassandraStores stores = await(CassandraStores.open(vertx, config));
    private final CqlSession session = DriverSettings.session(config).build();

    /** The result, at the latest after a minute; only on a thread of the test. */
    @CanIgnoreReturnValue
    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Vertx vertx() {
        return vertx;
    }

    CassandraConfig config() {
        return config;
    }

    CassandraStores stores() {
        return stores;
    }

    CqlSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
        await(stores.close());
        await(vertx.close());
    }
}
