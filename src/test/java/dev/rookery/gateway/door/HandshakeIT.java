package dev.rookery.gateway.door;

import static dev.rookery.gateway.GatewayFixture.ALLOWED_ORIGIN;
import static dev.rookery.gateway.GatewayFixture.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.auth.Ticket;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.NodeId;
import dev.rookery.gateway.GatewayFixture;
import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in and who does not; a refusal is an HTTP answer, before any WebSocket exists. */
class HandshakeIT {
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(GatewayFixture.config());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WebSocketConnectOptions fromPage(WebSocketConnectOptions options, String origin) {
        return options.setAllowOriginHeader(true).addHeader("Origin", origin);
    }

    private static WebSocketConnectOptions withToken() {
        return WebSocketTestClient.options(gateway.port)
                .addHeader("Authorization", "Bearer " + gateway.token(somebody()));
    }

    private static void accepted(WebSocketConnectOptions options) {
        try (var client = WebSocketTestClient.connect(gateway.vertx, options)) {
            client.await("welcome");
        }
    }

    private static void refused(WebSocketConnectOptions options, int status, String code) {
        var rejected = catchThrowableOfType(
                UpgradeRejectedException.class, () -> WebSocketTestClient.connect(gateway.vertx, options));
        assertThat(rejected).as("must be refused").isNotNull();
        assertThat(rejected.getStatus()).isEqualTo(status);
        assertThat(rejected.getHeaders().get("Content-Type")).isEqualTo("application/problem+json");
        JsonObject problem = rejected.getBody().toJsonObject();
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        if (status == 401) {
            assertThat(rejected.getHeaders().get("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void aTokenInTheHeaderOpensTheDoor() {
        accepted(withToken());
    }

    @Test
    void nobodyGetsInWithoutCredentials() {
        refused(WebSocketTestClient.options(gateway.port), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer forged", "Bearer ", "Bearer", "Basic YTpi", "forged", ""})
    void aBadAuthorizationIsRefused(String authorization) {
        refused(
                WebSocketTestClient.options(gateway.port).addHeader("Authorization", authorization),
                401,
                "unauthenticated");
    }

    @Test
    void aTokenInTheUrlIsNotLookedAt() {
        String token = gateway.token(somebody());

        refused(
                WebSocketTestClient.options(gateway.port).setURI("/v1/ws?access_token=" + token + "&token=" + token),
                401,
                "unauthenticated");
    }

    @Test
    void aTicketOpensTheDoorOnce() {
        Principal holder = somebody();
        String ticket = gateway.ticket(holder, "").text();

        try (var client = WebSocketTestClient.withTicket(gateway.vertx, gateway.port, ticket)) {
            assertThat(client.handshakeHeaders().getAll("Sec-WebSocket-Protocol"))
                    .containsExactly("rookery.v1");
        }
        refused(WebSocketTestClient.options(gateway.port).addSubProtocol(ticket), 401, "ticket_invalid");
    }

    @Test
    void theOrderOfTheSubprotocolsDoesNotMatter() {
        String ticket = gateway.ticket(somebody(), "").text();

        accepted(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port)
                .setURI("/v1/ws")
                .addSubProtocol(ticket)
                .addSubProtocol("rookery.v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "00000000-0000-0000-0000-000000000000.", ".abc"})
    void aTicketThatIsNoneIsRefused(String ticket) {
        refused(WebSocketTestClient.options(gateway.port).addSubProtocol(ticket), 401, "ticket_invalid");
    }

    @Test
    void aForgedTicketIsRefused() {
        Ticket real = gateway.ticket(somebody(), "");
        String forged = real.issuer() + "." + "A".repeat(real.secret().length());

        refused(WebSocketTestClient.options(gateway.port).addSubProtocol(forged), 401, "ticket_invalid");
    }

    @Test
    void aTicketOfANodeThatIsGoneIsRefused() {
        Ticket orphan = new Ticket(
                new NodeId(UUID.randomUUID()), gateway.ticket(somebody(), "").secret());

        refused(WebSocketTestClient.options(gateway.port).addSubProtocol(orphan.text()), 401, "ticket_invalid");
    }

    @Test
    void aTicketIsBoundToItsOrigin() {
        String mine = gateway.ticket(somebody(), ALLOWED_ORIGIN).text();
        String stolen = gateway.ticket(somebody(), ALLOWED_ORIGIN).text();

        accepted(fromPage(WebSocketTestClient.options(gateway.port).addSubProtocol(mine), ALLOWED_ORIGIN));
        refused(
                fromPage(
                        WebSocketTestClient.options(gateway.port).addSubProtocol(stolen),
                        "http://127.0.0.1:" + gateway.port),
                401,
                "ticket_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "chat", "rookery.v2", "rookery.v1x"})
    void withoutTheProtocolThereIsNoConnection(String offered) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port)
                .setURI("/v1/ws")
                .addHeader("Authorization", "Bearer " + gateway.token(somebody()));
        if (!offered.isEmpty()) {
            options.addSubProtocol(offered);
        }

        refused(options, 400, "unsupported_protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALLOWED_ORIGIN, "HTTPS://CHAT.example.org", "http://127.0.0.1:%d"})
    void pagesOfThisNodeAndOfConfiguredOriginsMayConnect(String origin) {
        accepted(fromPage(withToken(), origin.formatted(gateway.port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://chat.example.org.evil.example",
                "https://evil-chat.example.org",
                "https://chat.example.org:8443",
                "http://chat.example.org",
                "https://chat.example.org/",
                "http://127.0.0.1",
                "http://127.0.0.1:%d.evil.example",
                "http://evil@127.0.0.1:%d",
                "http://localhost:%d",
                "ftp://127.0.0.1:%d",
                "null",
                "file://",
                "%%%"
            })
    void otherPagesMayNot(String origin) {
        refused(fromPage(withToken(), origin.replace("%d", Integer.toString(gateway.port))), 403, "origin_not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/ws HTTP/1.1 | | 426",
                "GET /v1/ws HTTP/1.1 | Connection: Upgrade;Upgrade: h2c;Sec-WebSocket-Version: 13;Sec-WebSocket-Key: AAAA | 426",
                "GET /v1/ws HTTP/1.1 | Connection: close;Upgrade: websocket;Sec-WebSocket-Version: 13;Sec-WebSocket-Key: AAAA | 426",
                "GET /v1/ws HTTP/1.1 | Connection: Upgrade;Upgrade: websocket;Sec-WebSocket-Version: 8;Sec-WebSocket-Key: AAAA | 426",
                "GET /v1/ws HTTP/1.1 | Connection: Upgrade;Upgrade: websocket;Sec-WebSocket-Version: 13 | 400",
                "POST /v1/ws HTTP/1.1 | Content-Length: 0 | 405",
            })
    void whatIsNoWebSocketHandshakeIsToldSo(String requestLine, String headers, int status) {
        String lines = headers == null ? "" : headers.replace(";", "\r\n") + "\r\n";
        try (var raw = new RawWebSocket(gateway.port, 0)) {
            raw.write((requestLine + "\r\nHost: localhost\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII));

            String head = raw.readHead();

            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            if (status == 426) {
                assertThat(head.toLowerCase(Locale.ROOT)).contains("upgrade: websocket");
            }
        }
    }

    @Test
    void aConnectionThatWasRefusedCanBeUsedAgain() {
        String good = RawWebSocket.handshake(gateway.token(somebody()), "");
        String bad = RawWebSocket.handshake("forged", "");
        try (var raw = new RawWebSocket(gateway.port, 0)) {
            raw.write(bad.getBytes(StandardCharsets.US_ASCII));
            String head = raw.readHead();
            assertThat(head).startsWith("HTTP/1.1 401");
            raw.skip(Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1")));

            raw.write(good.getBytes(StandardCharsets.US_ASCII));

            assertThat(raw.readHead()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void refusalsAreCountedByTheirCode() {
        double before = gateway.counted("rookery.gateway.handshakes.refused", "code", "unauthenticated");

        refused(WebSocketTestClient.options(gateway.port), 401, "unauthenticated");

        assertThat(gateway.counted("rookery.gateway.handshakes.refused", "code", "unauthenticated"))
                .isEqualTo(before + 1);
    }

    @Test
    void aNodeThatIsFullSaysWhenToComeBack() {
        var small = SomeSettings.gateway(Map.of("maxSessions", 1));
        try (var full = new GatewayFixture(small)) {
            var only = full.connect();
            var rejected = catchThrowableOfType(UpgradeRejectedException.class, full::connect);

            assertThat(rejected.getStatus()).isEqualTo(503);
            assertThat(rejected.getHeaders().get("Retry-After")).isEqualTo("5");
            only.close();
            await().until(() -> full.module.connections() == 0);
            full.connect().close();
        }
    }
}
