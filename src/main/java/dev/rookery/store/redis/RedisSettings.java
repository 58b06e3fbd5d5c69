package dev.rookery.store.redis;

import dev.rookery.config.RookeryConfig.RedisConfig;
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
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpNoDelay(true)
                .setSsl(config.tls().on())
                .setHostnameVerificationAlgorithm("HTTPS");
        config.tls()
                .authorities()
                .ifPresent(file -> network.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        RedisOptions options = new RedisOptions()
                .setConnectionString((config.tls().on() ? "rediss://" : "redis://") + config.address() + "/0")
                .setNetClientOptions(network)
                // One connection is enough: commands are pipelined on it, and kept in order.
                .setMaxPoolSize(1)
                .setMaxWaitingHandlers(MAX_WAITING);
        if (!config.username().isEmpty()) {
            options.setUser(config.username());
        }
        if (!config.password().isEmpty()) {
            options.setPassword(config.password().value());
        }
        return options;
    }
}
