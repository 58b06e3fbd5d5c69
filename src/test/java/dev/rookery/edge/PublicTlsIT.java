package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.credentials.HostCertificate;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicTlsIT {
    private static final String HOST = "127.0.0.1";
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theWholePublicPortTalksTlsOnly() throws Exception {
        HostCertificate certificate = certificate("first");
        try (TestCluster cluster = TestCluster.start(1)) {
            int node = cluster.addNode(Map.of(
                    "ROOKERY_HTTP_TLS_CERTIFICATE", certificate.certificate().toString(),
                    "ROOKERY_HTTP_TLS_KEY", certificate.key().toString(),
                    "ROOKERY_HTTP_TLS_STRICT", "2h"));
            int port = cluster.http(node).getPort();

            Answer page = get(port, certificate);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.strictTransport()).isEqualTo("max-age=7200");
            assertThatThrownBy(() -> get(port, new HttpClientOptions())).isNotNull();
            speaks(cluster, port, certificate);
        }
    }

    private void speaks(TestCluster cluster, int port, HostCertificate certificate) {
        TestUser ada = TestUser.signUp(cluster.http(0), "tlsada");
        TestUser bob = TestUser.signUp(cluster.http(0), "tlsbob");
        String chat = ada.openChat(cluster.http(0), bob);
        var options = WebSocketTestClient.options(port)
                .setSsl(true)
                .setSslOptions(new ClientSSLOptions()
                        .setHostnameVerificationAlgorithm("HTTPS")
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(certificate.authorities().toString())));
        options.putHeader("Authorization", "Bearer " + ada.accessToken());
        try (WebSocketTestClient socket = WebSocketTestClient.connect(vertx, options)) {
            assertThat(socket.sendAndAwaitAck(chat, "through TLS \uD83E\uDD85".repeat(1000)))
                    .isNotNull();
        }
    }

    @Test
    void anotherCertificateIsShownWithoutARestart() throws Exception {
        HostCertificate first = certificate("first");
        HostCertificate second = certificate("second");
        PublicTls tls = new PublicTls(vertx, first.certificate(), first.key(), Duration.ZERO);
        HttpServerOptions options = new HttpServerOptions();
        tls.configure(options);
        HttpServer server = await(vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("here"))
                .listen(0, HOST));
        await(tls.follow(server));
        assertThat(get(server.actualPort(), first).body()).isEqualTo("here");

        // Half of it is not used.
        Files.writeString(first.certificate(), Files.readString(second.certificate()));
        assertThatThrownBy(() -> await(tls.look(server))).isNotNull();
        assertThat(get(server.actualPort(), first).body()).isEqualTo("here");

        Files.writeString(first.key(), Files.readString(second.key()));
        await(tls.look(server));
        assertThat(get(server.actualPort(), second).body()).isEqualTo("here");
        assertThatThrownBy(() -> get(server.actualPort(), first)).isInstanceOf(SSLHandshakeException.class);
    }

    private HostCertificate certificate(String name) throws IOException {
        return HostCertificate.of(Files.createDirectory(directory.resolve(name)), HOST);
    }

    private Answer get(int port, HostCertificate trusted) throws Exception {
        return get(
                port,
                new HttpClientOptions()
                        .setSsl(true)
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(trusted.authorities().toString())));
    }

    /** Over a connection of its own. */
    private Answer get(int port, HttpClientOptions options) throws Exception {
        HttpClient client = vertx.createHttpClient(options);
        try {
            return await(client.request(HttpMethod.GET, port, HOST, "/")
                    .compose(HttpClientRequest::send)
                    .compose(response -> response.body()
                            .map(body -> new Answer(
                                    response.statusCode(),
                                    response.getHeader("Strict-Transport-Security"),
                                    body.toString()))));
        } finally {
            await(client.close());
        }
    }

    private record Answer(int status, @Nullable String strictTransport, String body) {}

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
