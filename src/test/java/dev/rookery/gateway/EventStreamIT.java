package dev.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.stream.EventToken;
import dev.rookery.testkit.EventStreamClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gateway does with clients of {@code /v1/events} that are slow, silent or gone. */
class EventStreamIT {
    private static final int QUEUE = 1 << 20;

    private final Principal ada = GatewayFixture.somebody();
    private final GatewayFixture gateway =
            new GatewayFixture(GatewayFixture.config(QUEUE, Duration.ofMillis(200), Duration.ofSeconds(2)));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aStreamThatNobodyReadsIsBoundedAndEnded() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
            socket.setReceiveBufferSize(8_192);
            OutputStream out = socket.getOutputStream();
            out.write(("GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                            + gateway.token(ada) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> gateway.module.connections() == 1);

            flood(ended("4001"));

            assertThat(gateway.module.connections()).isZero();
        }
    }

    @Test
    void aClientThatStopsPollingIsBoundedAndForgotten() {
        JsonObject first = poll(null);
        assertThat(first.getJsonArray("events").getJsonObject(0).getString("type"))
                .isEqualTo("welcome");

        flood(ended("4001"));

        assertThat(gateway.module.connections()).isZero();
        // The next poll begins anew.
        JsonObject next = poll(first.getString("next"));
        assertThat(next.getJsonArray("events").getJsonObject(0).getString("type"))
                .isEqualTo("welcome");
        await().until(() -> gateway.counted("rookery.gateway.sessions.closed", "code", "4000") == 1);
    }

    @Test
    void aPollThatBeginsASessionWhereNothingIsNewWaits() {
        String place = new EventToken(gateway.self, new SessionId(UUID.randomUUID()), 7, Map.of()).encode();
        long began = System.nanoTime();
        HttpResponse<String> answer = EventStreamClient.poll(address(), gateway.token(ada), place, "1");
        assertThat(System.nanoTime() - began).isGreaterThan(900_000_000);
        assertThat(answer.body()).contains("\"welcome\"").contains("\"synced\"");
    }

    @Test
    void aPollBeginsAnewAfterASyncThatFailed() {
        gateway.chats.fail = true;
        JsonObject failed = poll(null);
        assertThat(types(failed)).containsExactly("welcome", "error");
        gateway.chats.fail = false;
        assertThat(types(poll(failed.getString("next")))).containsExactly("welcome", "synced");
    }

    private static List<String> types(JsonObject answer) {
        return answer.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("type"))
                .toList();
    }

    @Test
    void aSilentStreamIsKeptAliveByComments() {
        try (EventStreamClient stream = EventStreamClient.open(address(), gateway.token(ada), "")) {
            await().until(stream::commented);
            assertThat(EventToken.decode("after", stream.lastEventId()).events())
                    .isPositive();
            assertThat(stream.next().getString("type")).isEqualTo("welcome");
            gateway.deliver(List.of(ada.user()), null, Buffer.buffer("{\"type\":\"pong\"}"));
            assertThat(stream.next().getString("type")).isIn("synced", "pong");
        }
        await().until(() -> gateway.module.connections() == 0);
    }

    @Test
    void drainingEndsStreamsWithACodeAndPollsWithAnAnswer() {
        try (EventStreamClient stream = EventStreamClient.open(address(), gateway.token(ada), "")) {
            assertThat(stream.next().getString("type")).isEqualTo("welcome");
            assertThat(stream.next().getString("type")).isEqualTo("synced");
            GatewayFixture.await(gateway.verticle.drain(Duration.ofMillis(50)));
            JsonObject close = stream.next();
            assertThat(close.getString("event")).isEqualTo("close");
            assertThat(close.getInteger("code")).isEqualTo(4_002);
        }
        assertThat(EventStreamClient.poll(address(), gateway.token(ada), null, "0")
                        .statusCode())
                .isEqualTo(503);
    }

    /** Sends large frames until the session is over. */
    private void flood(Callable<Boolean> over) {
        Buffer large = Buffer.buffer(new JsonObject()
                .put("type", "future")
                .put("text", "x".repeat(50_000))
                .encode());
        SessionId nobody = new SessionId(UUID.randomUUID());
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            IntStream.range(0, 20).forEach(i -> gateway.deliver(List.of(ada.user()), nobody, large));
            return over.call();
        });
    }

    private Callable<Boolean> ended(String code) {
        return () -> gateway.counted("rookery.gateway.sessions.closed", "code", code) == 1;
    }

    private JsonObject poll(String after) {
        return new JsonObject(EventStreamClient.poll(address(), gateway.token(ada), after, "5")
                .body());
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + gateway.port);
    }
}
