package dev.rookery.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.config.RookeryConfig;
import dev.rookery.credentials.HostCertificate;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Redis behind TLS, as it is when it has it itself, seen from the wire. */
class RedisTlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : new String[] {"right", "wrong-name", "other"}) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @Test
    void redisIsTalkedToInTlsAndItsCertificateIsJudged() {
        HostCertificate right = certificate("right", "127.0.0.1");
        HostCertificate wrongName = certificate("wrong-name", "192.0.2.1");
        try (TcpProxy good = behindTls(right);
                TcpProxy bad = behindTls(wrongName)) {
            RedisStores stranger = redis(good, certificate("other", "127.0.0.1"));
            RedisStores misled = redis(bad, wrongName);
            RedisStores stores = redis(good, right);

            await().atMost(PATIENCE).until(() -> answers(stores));
            assertThat(answers(stranger)).isFalse();
            assertThat(answers(misled)).isFalse();
            result(stores.close());
            result(stranger.close());
            result(misled.close());
        }
    }

    private HostCertificate certificate(String name, String address) {
        return HostCertificate.of(directory.resolve(name), address);
    }

    private static TcpProxy behindTls(HostCertificate certificate) {
        NetServerOptions options = new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.certificate().toString())
                        .setKeyPath(certificate.key().toString()));
        return new TcpProxy(Engines.redis(), options);
    }

    private RedisStores redis(TcpProxy wire, HostCertificate trusted) {
        return RedisStores.open(
                vertx,
                config(Map.of(
                                "ROOKERY_REDIS_ADDRESS",
                                wire.address().toString(),
                                "ROOKERY_REDIS_TLS",
                                "on",
                                "ROOKERY_REDIS_REQUEST_TIMEOUT",
                                "20s",
                                "ROOKERY_REDIS_TLS_AUTHORITIES",
                                trusted.authorities().toString()))
                        .redis());
    }

    private static RookeryConfig config(Map<String, String> settings) {
        Map<String, String> environment = Engines.environment(Engines.freshKeyspace(), Engines.freshKeyPrefix());
        environment.putAll(settings);
        return Engines.config(environment);
    }

    private static boolean answers(RedisStores stores) {
        return result(stores.check().transform(done -> Future.succeededFuture(done.succeeded())));
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
