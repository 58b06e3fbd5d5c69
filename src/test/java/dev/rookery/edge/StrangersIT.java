package dev.rookery.edge;

import static dev.rookery.testkit.RawWebSocket.CLOSE;
import static dev.rookery.testkit.RawWebSocket.FINAL;
import static dev.rookery.testkit.RawWebSocket.TEXT;
import static dev.rookery.testkit.RawWebSocket.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.testkit.NodeMetrics;
import dev.rookery.testkit.RawHttp;
import dev.rookery.testkit.RawHttp.Answer;
import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people without an account can do to a real node over its public port. */
class StrangersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_OF_ADDRESS = 30;
    private static final String PROXY = "127.0.0.4";
    private static final String GET = "GET /docs/errors HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static TestCluster cluster;
    private static int port;
    /** Of a node that waits for nothing. */
    private static int hastyPort;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(
                1,
                Map.of(
                        "ROOKERY_HTTP_MAX_CONNECTIONS_PER_ADDRESS",
                        Integer.toString(MOST_OF_ADDRESS),
                        "ROOKERY_HTTP_TRUSTED_PROXIES",
                        PROXY));
        port = cluster.node(0).httpPort();
        int hasty = cluster.addNode(Map.of(
                "ROOKERY_HTTP_HEAD_TIMEOUT", "500ms",
                "ROOKERY_HTTP_BODY_TIMEOUT", "500ms",
                "ROOKERY_HTTP_IDLE_TIMEOUT", "500ms"));
        hastyPort = cluster.node(hasty).httpPort();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void nothingThatAStrangerSendsBecomesASeries() {
        for (int i = 0; i < 40; i++) {
            String request = "HOSTILE" + i + " /hostile" + i + " HTTP/1.1\r\nHost: hostile" + i
                    + "\r\nConnection: close\r\n\r\n";
            try (RawHttp raw = new RawHttp(port)) {
                String unused = raw.write(request).readToEnd();
            }
        }
        TestUser user = TestUser.signUp(cluster.http(0), "hostile_name");
        for (int code = 3_000; code < 3_020; code++) {
            try (RawWebSocket raw = RawWebSocket.connected(port, user.accessToken(), 0)) {
                raw.readUntil(TEXT);
                raw.write(frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
                raw.readUntil(CLOSE);
            }
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        NodeMetrics.sum(cluster, "rookery_gateway_sessions_closed_total", "code=\"other\""))
                .isEqualTo(20));
        List<String> hostile = NodeMetrics.lines(cluster)
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("hostile")
                        || line.matches("[^{]*\\{.*code=\"30\\d\\d\".*"))
                .toList();
        assertThat(hostile).isEmpty();
        assertThat(NodeMetrics.sum(cluster, "vertx_http_server_", "method=\"other\""))
                .isPositive();
    }

    @Test
    void oneAddressGetsSoManyConnections() throws UnknownHostException {
        InetAddress crowded = InetAddress.getByName("127.0.0.2");
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_OF_ADDRESS; i++) {
                RawHttp one = new RawHttp(port, crowded);
                open.add(one);
                assertThat(one.write(GET).read().status()).isEqualTo(200);
            }
            assertThat(served(crowded)).isFalse();
            assertThat(served(InetAddress.getByName("127.0.0.3"))).isTrue();
            assertThat(NodeMetrics.sum(cluster, "rookery_edge_connections_refused_total", "reason=\"address\""))
                    .isPositive();

            for (int i = 0; i <= MOST_OF_ADDRESS; i++) {
                RawHttp one = new RawHttp(port, InetAddress.getByName(PROXY));
                open.add(one);
                assertThat(one.write(GET).read().status()).isEqualTo(200);
            }

            open.remove(0).close();

            await().atMost(PATIENCE).until(() -> served(crowded));
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    private static boolean served(InetAddress from) {
        try (RawHttp raw = new RawHttp(port, from)) {
            raw.write("GET /docs/errors HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return raw.readToEnd().startsWith("HTTP/1.1 200");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void whoIsTooSlowIsSentAwayAndWhoIsConnectedStays() {
        TestUser user = TestUser.signUp(cluster.http(0), "patient_user");
        try (RawWebSocket session = RawWebSocket.connected(hastyPort, user.accessToken(), 0);
                RawHttp silent = new RawHttp(hastyPort);
                RawHttp slowHead = new RawHttp(hastyPort)) {
            assertThat(slowHead.drip("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(1_000)))
                    .isTrue();
            assertThat(slowHead.read().status()).isEqualTo(408);
            assertThat(silent.readToEnd()).isEmpty();
            try (RawHttp slowBody = new RawHttp(hastyPort)) {
                slowBody.write("POST /v1/signin HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n");
                assertThat(slowBody.drip(" ".repeat(1_000))).isTrue();
                assertThat(slowBody.read().status()).isEqualTo(408);
                assertThat(slowBody.readToEnd()).isEmpty();
            }
            try (RawHttp idle = new RawHttp(hastyPort)) {
                assertThat(idle.write(GET).read().status()).isEqualTo(200);
                assertThat(idle.readToEnd()).isEmpty();
            }

            session.write(frame(FINAL | TEXT, "{\"type\":\"ping\",\"id\":\"there\"}".getBytes(UTF_8)));
            String answer = session.readUntil(TEXT).text();
            while (!answer.contains("pong")) {
                answer = session.readUntil(TEXT).text();
            }
        }
    }

    @Test
    void thePortOfOperatorsTakesFewConnections() {
        int management = cluster.node(0).managementPort();
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 70; i++) {
                open.add(new RawHttp(management).write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }

            assertThat(open.get(69).readToEnd()).isEmpty();
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    @Test
    void healthIsAnsweredToHeadToo() {
        int management = cluster.node(0).managementPort();
        for (String path : List.of("/health/live", "/health/ready")) {
            try (RawHttp raw = new RawHttp(management)) {
                Answer answer = raw.write("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .readHead();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(raw.readToEnd()).isEmpty();
            }
        }
    }
}
