package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.edge.FailureHandler;
import dev.rookery.testkit.RawHttp;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What operators read in the log about people who were refused. Other tests may be refused meanwhile: addresses differ. */
@ExtendWith(ApiNodes.class)
class SecurityEventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger security = (Logger) LoggerFactory.getLogger("dev.rookery.security");
    private final Events events = new Events();
    private ApiClient api;
    private int port;

    private static final class Events extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            all.add(event);
        }
    }

    @BeforeEach
    void listen(Running running) {
        api = running.client(0);
        port = running.cluster.node(0).httpPort();
        events.setContext(root.getLoggerContext());
        events.start();
        root.addAppender(events);
        // Quiet otherwise, as all tests are.
        security.setLevel(Level.INFO);
    }

    @AfterEach
    void listenNoMore() {
        security.setLevel(null);
        root.detachAppender(events);
        events.stop();
    }

    @Test
    void wrongPasswordsAreToldWithTheirAccountAndWithoutAnythingThatWasTyped() {
        Person anna = api.person();
        ApiClient attacker = api.from("192.0.2.11");
        ApiClient.expect(401, attacker.signIn(anna.username(), "wrong horse"));

        Map<String, String> event = event("192.0.2.11", "invalid_credentials");

        assertThat(event)
                .containsEntry("security", "signIn")
                .containsEntry("user", anna.id())
                .containsEntry("count", "1");
        assertThat(event.toString()).doesNotContain("wrong horse", anna.username());
    }

    @Test
    void namesThatNobodyHasAreNotTold() {
        ApiClient.expect(401, api.from("192.0.2.12").signIn("a.password.typed", "into the name"));

        assertThat(event("192.0.2.12", "invalid_credentials"))
                .doesNotContainKey("user")
                .doesNotContainValue("a.password.typed");
    }

    @Test
    void limitsAreTold() {
        ApiClient attacker = api.from("192.0.2.13");
        String name = ApiClient.freshName();
        for (int i = 0; i < ApiNodes.SIGN_INS_PER_ACCOUNT; i++) {
            ApiClient.expect(401, attacker.signIn(name, "wrong horse"));
        }
        ApiClient.expect(429, attacker.signIn(name, "wrong horse"));

        assertThat(event("192.0.2.13", "rate_limited")).containsEntry("security", "signIn");
    }

    @Test
    void badTokensAndForeignChatsAreTold() {
        Person anna = api.person();
        Person forger = new Person(anna.id(), anna.username(), anna.deviceId(), forged(anna.accessToken()), "");
        ApiClient.expect(401, api.from("192.0.2.14").call("me", forger));
        ApiClient.expect(
                404,
                api.from("192.0.2.15")
                        .call(
                                "getChat",
                                anna,
                                Map.of("chatId", UUID.randomUUID().toString())));
        ApiClient.expect(401, api.from("192.0.2.16").refresh("forged"));

        assertThat(event("192.0.2.14", "unauthenticated"))
                .containsEntry("security", "me")
                .doesNotContainKey("user");
        assertThat(event("192.0.2.15", "chat_unknown"))
                .containsEntry("security", "getChat")
                .containsEntry("user", anna.id());
        assertThat(event("192.0.2.16", "unauthenticated")).containsEntry("security", "refresh");
    }

    @Test
    void ticketsAndOriginsThatAreRefusedAreTold() {
        String upgrade = head(
                "GET /v1/ws HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(RawHttp.ask(
                                port,
                                upgrade
                                        + "X-Forwarded-For: 192.0.2.17\r\nSec-WebSocket-Protocol: rookery.v1, nonsense\r\n\r\n")
                        .status())
                .isEqualTo(401);
        assertThat(RawHttp.ask(
                                port,
                                upgrade + "X-Forwarded-For: 192.0.2.18\r\nOrigin: https://evil.example\r\n"
                                        + "Sec-WebSocket-Protocol: rookery.v1, nonsense\r\n\r\n")
                        .status())
                .isEqualTo(403);
        assertThat(RawHttp.ask(
                                port,
                                head(
                                                "GET /v1/events HTTP/1.1",
                                                "Host: localhost",
                                                "X-Forwarded-For: 192.0.2.19",
                                                "Authorization: Bearer forged")
                                        + "\r\n")
                        .status())
                .isEqualTo(401);

        assertThat(event("192.0.2.17", "ticket_invalid")).containsEntry("security", "websocket");
        assertThat(event("192.0.2.18", "origin_not_allowed")).containsEntry("security", "websocket");
        assertThat(event("192.0.2.19", "unauthenticated")).containsEntry("security", "events");
    }

    @Test
    void whatASessionTriesAndIsRefusedIsTold() {
        Person anna = api.person();
        String stranger = UUID.randomUUID().toString();
        Vertx vertx = Vertx.vertx();
        try (WebSocketTestClient client = connect(vertx, anna, "192.0.2.21");
                WebSocketTestClient large = connect(vertx, anna, "192.0.2.22");
                WebSocketTestClient binary = connect(vertx, anna, "192.0.2.23")) {
            client.sendMessage(stranger, "secret text");
            client.sendText("{\"type\":\"send\",\"secret\":");
            client.sendText("{\"type\":\"secret\"}");
            large.socket().writeTextMessage("x".repeat(FrameCodec.MAX_MESSAGE_BYTES + 1));
            binary.sendBinary(Buffer.buffer("secret"));

            Map<String, String> forbidden = event("192.0.2.21", "chat_unknown");
            assertThat(forbidden).containsEntry("security", "send").containsEntry("user", anna.id());
            assertThat(event("192.0.2.21", "malformed_frame")).containsEntry("security", "frame");
            assertThat(event("192.0.2.21", "unknown_frame_type")).containsEntry("security", "frame");
            assertThat(event("192.0.2.22", "body_too_large")).containsEntry("security", "frame");
            assertThat(event("192.0.2.23", "malformed_frame")).containsEntry("security", "frame");
            assertThat(events.all.stream().map(SecurityEventsIT::fields).map(Map::toString))
                    .noneMatch(line -> line.contains("secret") || line.contains(stranger));
        } finally {
            assertThat(vertx.close().toCompletionStage().toCompletableFuture()).succeedsWithin(PATIENCE);
        }
    }

    private WebSocketTestClient connect(Vertx vertx, Person person, String address) {
        return WebSocketTestClient.connect(
                vertx,
                WebSocketTestClient.options(port)
                        .addHeader("authorization", "Bearer " + person.accessToken())
                        .addHeader("x-forwarded-for", address));
    }

    @Test
    void nothingAStrangerBreaksIsAnErrorOfOurs() {
        String post = "POST /v1/signin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        List<String> broken = List.of(
                post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
                post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /% HTTP/1.1\r\nHost: localhost\r\n\r\n",
                post + "Content-Length: 10\r\n\r\n{");
        for (String request : broken) {
            try (RawHttp raw = new RawHttp(port)) {
                raw.write(request);
            }
        }
        // The last one waits for a body whose connection is gone: what follows on the same loops is answered after it.
        for (int i = 0; i < 20; i++) {
            ApiClient.expect(200, api.call("me", api.person()));
        }

        assertThat(events.all.stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                        .filter(SecurityEventsIT::isOfTheEdge)
                        .map(event -> event.getFormattedMessage() + fields(event)))
                .isEmpty();
    }

    private static String forged(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);
    }

    private static boolean isOfTheEdge(ILoggingEvent event) {
        boolean ofOurPaths = fields(event).getOrDefault("path", "/v1/").startsWith("/v1/");
        return (event.getLoggerName().equals(FailureHandler.class.getName()) && ofOurPaths)
                || event.getLoggerName().startsWith("io.vertx.ext.web");
    }

    private Map<String, String> event(String address, String code) {
        return await().atMost(PATIENCE)
                .until(
                        () -> events.all.stream()
                                .filter(event -> event.getLoggerName().equals("dev.rookery.security"))
                                .map(SecurityEventsIT::fields)
                                .filter(fields ->
                                        address.equals(fields.get("address")) && code.equals(fields.get("code")))
                                .findFirst()
                                .orElse(Map.of()),
                        found -> !found.isEmpty());
    }

    private static Map<String, String> fields(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? Map.of()
                : pairs.stream().collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
