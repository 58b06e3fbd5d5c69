package dev.rookery.store.redis;

import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.config.RookeryConfig.StoreAccess;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;

/** Our settings in the client's terms. */
final class RedisSettings {
    /** Commands sent but not answered; more fail at once. */
    private static final int MAX_WAITING = 8_192;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private RedisSettings() {}

    static RedisOptions of(RedisConfig config) {
        StoreAccess access = config.access();
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpNoDelay(true)
                .setSsl(access.tls())
                .setHostnameVerificationAlgorithm("HTTPS");
        access.tlsAuthorities()
                .ifPresent(file -> network.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        RedisOptions options = new RedisOptions()
                .setConnectionString((access.tls() ? "rediss://" : "redis://") + config.address() + "/0")
                .setNetClientOptions(network)
                // One connection is enough: commands are pipelined on it, and kept in order.
                .setMaxPoolSize(1)
                .setMaxWaitingHandlers(MAX_WAITING);
        if (!access.username().isEmpty()) {
            options.setUser(access.username());
        }
        if (!access.password().isEmpty()) {
            options.setPassword(access.password().value());
        }
        return options;
    }
}
