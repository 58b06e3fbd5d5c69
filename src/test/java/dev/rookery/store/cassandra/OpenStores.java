package dev.rookery.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Stores on a keyspace of their own, for one test class; and a look behind them with plain CQL. As a static {@link
 * org.junit.jupiter.api.extension.RegisterExtension} they are closed after the class.
 */
public final class OpenStores implements AutoCloseable, AfterAllCallback {
    private final Vertx vertx = Vertx.vertx();
    private final CassandraConfig config = Engines.cassandraConfig(Engines.freshKeyspace());
    private final CassandraStores stores = await(CassandraStores.open(vertx, config));
    private final CqlSession session =
            DriverSettings.configured(CqlSession.builder(), config).build();
    private @Nullable CassandraStores second;

    /** The result, at the latest after a minute; only on a thread of the test. */
    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) {
        try {
            return future.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public CassandraConfig config() {
        return config;
    }

    public CassandraStores stores() {
        return stores;
    }

    /** Another node's stores on the same keyspace. */
    public CassandraStores second() {
        CassandraStores opened = second == null ? await(CassandraStores.open(vertx, config)) : second;
        second = opened;
        return opened;
    }

    public CqlSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
        if (second != null) {
            await(second.close());
        }
        await(stores.close());
        await(vertx.close());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }
}
