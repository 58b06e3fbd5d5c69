package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.config.RookeryConfig.StoreAccess;
import dev.rookery.credentials.TrustedAuthorities;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Our settings in the driver's terms. */
public final class DriverSettings {
    /** For statements besides those of the message log, which its writer counts itself. */
    private static final int OTHER_IN_FLIGHT = 256;

    private static final int WAITING = 4_096;
    private static final int LEAST_PER_CONNECTION = 1_024;
    private static final Duration SCHEMA_AGREEMENT = Duration.ofSeconds(20);

    private DriverSettings() {}

    /** A session on event loops of Vert.x; called on the context that will use it most. */
    public static CqlSessionBuilder session(Vertx vertx, CassandraConfig config) {
        return configured(new LoopSessionBuilder(vertx), config);
    }

    public static CqlSessionBuilder configured(CqlSessionBuilder builder, CassandraConfig config) {
        builder.withConfigLoader(loader(config)).withLocalDatacenter(config.datacenter());
        for (HostPort contact : config.contactPoints()) {
            // Unresolved: the driver looks the name up when it connects, off the event loop, each time anew.
            builder.addContactPoint(InetSocketAddress.createUnresolved(contact.host(), contact.port()));
        }
        StoreAccess access = config.access();
        if (access.tls()) {
            // Names are compared, and addresses as they are: looking the name of one up would block an event loop.
            builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(
                    TrustedAuthorities.context(access.tlsAuthorities()), null, true, false));
        }
        return access.username().isEmpty()
                ? builder
                : builder.withAuthCredentials(
                        access.username(), access.password().value());
    }

    private static DriverConfigLoader loader(CassandraConfig config) {
        int inFlight = config.maxInFlight() + OTHER_IN_FLIGHT;
        return DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.SESSION_NAME, "rookery-" + config.keyspace())
                // With V5 a lightweight transaction that times out under contention costs connections (Cassandra
                // 5.0.9).
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, config.requestTimeout())
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, DefaultConsistencyLevel.LOCAL_QUORUM.name())
                // One of SERIAL and LOCAL_SERIAL for ever: transactions at different levels do not see each other.
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, DefaultConsistencyLevel.LOCAL_SERIAL.name())
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, false)
                .withString(DefaultDriverOption.REQUEST_THROTTLER_CLASS, "ConcurrencyLimitingRequestThrottler")
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, inFlight)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, WAITING)
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, Math.max(LEAST_PER_CONNECTION, inFlight))
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, Duration.ofSeconds(2))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, config.requestTimeout())
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, config.requestTimeout())
                // A node that is gone without closing its connections shows after 8 s. It is tried again every second,
                // by
                // everybody: who came back seconds before the others would take them for dead.
                .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(5))
                .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, Duration.ofSeconds(3))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, SCHEMA_AGREEMENT)
                // A change of schema waits for this long in the driver, in case there are more: ours come one by one.
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
                // All that token-aware routing needs.
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(config.keyspace()))
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                // It makes loops of its own all the same, and has no use for them: LoopSessionBuilder.
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .build();
    }
}
