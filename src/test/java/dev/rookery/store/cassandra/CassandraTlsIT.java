package dev.rookery.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.rookery.config.RookeryConfig;
import dev.rookery.credentials.HostCertificate;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.TcpProxy;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Cassandra behind TLS, as it is when it has it itself, seen from the wire. */
class CassandraTlsIT {
    @TempDir
    Path directory;

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : new String[] {"right", "wrong-name", "other"}) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @Test
    void cassandraIsTalkedToInTlsAndItsCertificateIsJudged() {
        HostCertificate right = certificate("right", "127.0.0.1");
        HostCertificate wrongName = certificate("wrong-name", "192.0.2.1");
        try (TcpProxy good = behindTls(right);
                TcpProxy bad = behindTls(wrongName)) {
            try (CqlSession session = session(good, right)) {
                assertThat(session.execute("SELECT key FROM system.local").one())
                        .isNotNull();
            }

            assertThatThrownBy(() -> session(good, certificate("other", "127.0.0.1")))
                    .isInstanceOf(AllNodesFailedException.class);
            assertThatThrownBy(() -> session(bad, wrongName)).isInstanceOf(AllNodesFailedException.class);
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
        return new TcpProxy(Engines.cassandra(), options);
    }

    private static CqlSession session(TcpProxy wire, HostCertificate trusted) {
        RookeryConfig config = config(Map.of(
                "ROOKERY_CASSANDRA_CONTACT_POINTS", wire.address().toString(),
                "ROOKERY_CASSANDRA_TLS", "on",
                "ROOKERY_CASSANDRA_TLS_AUTHORITIES", trusted.authorities().toString()));
        return DriverSettings.configured(CqlSession.builder(), config.cassandra())
                .build();
    }

    private static RookeryConfig config(Map<String, String> settings) {
        Map<String, String> environment = Engines.environment(Engines.freshKeyspace(), Engines.freshKeyPrefix());
        environment.putAll(settings);
        return Engines.config(environment);
    }
}
