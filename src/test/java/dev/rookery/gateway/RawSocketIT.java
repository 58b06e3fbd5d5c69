package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static dev.rookery.testkit.RawWebSocket.CLOSE;
import static dev.rookery.testkit.RawWebSocket.CONTINUATION;
import static dev.rookery.testkit.RawWebSocket.FINAL;
import static dev.rookery.testkit.RawWebSocket.PING;
import static dev.rookery.testkit.RawWebSocket.PONG;
import static dev.rookery.testkit.RawWebSocket.TEXT;
import static dev.rookery.testkit.RawWebSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.ChatId;
import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.RawWebSocket.Frame;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that break the rules of the transport, while somebody else goes on chatting on the same node. */
class RawSocketIT {
    private static final String CHAT = new ChatId(UUID.randomUUID()).toString();
    private static final int QUEUE = 65_536;

    private static GatewayFixture gateway;

    private WebSocketTestClient bystander;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(SomeSettings.gateway(Map.of("maxQueuedBytes", QUEUE)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void chat() {
        bystander = gateway.connect();
    }

    @AfterEach
    void theOtherFeltNothing() {
        bystander.sendAndAwaitAck(CHAT, "unmoved");
        bystander.close();
        await().untilAsserted(() -> assertThat(gateway.module.connections()).isZero());
    }

    private static RawWebSocket connect() {
        return RawWebSocket.connected(gateway.port, gateway.token(somebody()), 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> nonsense() {
        byte[] ping = bytes("{\"type\":\"ping\"}");
        byte[] invalidUtf8 = {'"', (byte) 0xC3, (byte) 0x28, '"'};
        byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        return Stream.of(
                Arguments.of("unmasked frame", frame(FINAL | TEXT, ping, ping.length, false), 1002),
                Arguments.of("reserved opcode", frame(FINAL | 0x3, ping), 1002),
                Arguments.of("reserved control opcode", frame(FINAL | 0xB, ping), 1002),
                Arguments.of("reserved bit", frame(FINAL | 0x40 | TEXT, ping), 1002),
                Arguments.of("fragmented ping", frame(PING, new byte[0]), 1002),
                Arguments.of("ping of 126 bytes", frame(FINAL | PING, new byte[126]), 1002),
                Arguments.of("continuation of nothing", frame(FINAL | CONTINUATION, ping), 1002),
                Arguments.of("text inside a fragmented text", join(frame(TEXT, ping), frame(FINAL | TEXT, ping)), 1002),
                Arguments.of("a gigabyte announced", frame(FINAL | TEXT, ping, 1L << 30, true), 1009),
                Arguments.of("a negative length", frame(FINAL | TEXT, ping, 1L << 63, true), 1002),
                Arguments.of("bytes that are no UTF-8", frame(FINAL | TEXT, invalidUtf8), 1007),
                Arguments.of("a surrogate in UTF-8", frame(FINAL | TEXT, surrogate), 1007),
                Arguments.of("an HTTP request", bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 1002),
                Arguments.of("a close frame of one byte", frame(FINAL | CLOSE, new byte[1]), 1002),
                Arguments.of("a close code below all", close(999), 1002),
                Arguments.of("a close code that is not for the wire", close(1_006), 1002),
                Arguments.of("a close code that nobody gave away", close(2_999), 1002),
                Arguments.of("a close code above all", close(5_000), 1002),
                Arguments.of("the largest close code", close(65_535), 1002),
                Arguments.of(
                        "a frame, then nonsense", join(frame(FINAL | TEXT, ping), frame(FINAL | 0x3, ping)), 1002));
    }

    private static byte[] close(int code) {
        return frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsAnsweredWithACloseCode(String name, byte[] nonsense, int closeCode) {
        try (var raw = connect()) {
            raw.write(nonsense);

            Frame close = raw.readUntil(CLOSE);

            assertThat(close.closeCode()).isEqualTo(closeCode);
            assertThat(close.closeReason()).isNotBlank();
        }
    }

    @Test
    void afterNonsenseTheServerEndsTheConnectionItself() {
        try (var raw = connect()) {
            raw.write(frame(FINAL | 0x3, new byte[0]));
            raw.write(new byte[1_000_000]);

            raw.readToEnd();
        }
    }

    @Test
    void fragmentsWithoutEndAreCountedInSum() {
        try (var raw = connect()) {
            byte[] fragment = frame(CONTINUATION, new byte[64_000]);
            raw.write(frame(TEXT, new byte[64_000]));
            for (int sent = 1; sent * 64_000 <= FrameCodec.MAX_MESSAGE_BYTES; sent++) {
                raw.write(fragment);
            }

            assertThat(raw.readUntil(CLOSE).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aFragmentedMessageIsOneMessage() {
        try (var raw = connect()) {
            byte[] utf8 = bytes("{\"type\":\"ping\",\"id\":\"x\",\"ignored\":\"🐦\"}");
            int inTheBird = utf8.length - 4;
            raw.write(frame(TEXT, Arrays.copyOf(utf8, inTheBird)));
            raw.write(frame(FINAL | PING, bytes("between")));
            raw.write(frame(CONTINUATION, new byte[0]));
            raw.write(frame(FINAL | CONTINUATION, Arrays.copyOfRange(utf8, inTheBird, utf8.length)));

            assertThat(raw.readUntil(PONG).payload()).hasToString("between");
            assertThat(raw.readUntil(TEXT).text()).contains("\"pong\"").contains("\"x\"");
        }
    }

    @Test
    void aFrameRightAfterTheHandshakeIsNotLost() {
        try (var raw = connect()) {
            raw.write(frame(FINAL | TEXT, bytes("{\"type\":\"ping\",\"id\":\"early\"}")));

            assertThat(raw.readUntil(TEXT).text()).contains("\"welcome\"");
            assertThat(raw.readUntil(TEXT).text()).contains("\"early\"");
        }
    }

    @Test
    void aClientThatDoesNotWaitForTheHandshakeKeepsNoPlace() {
        try (var raw = new RawWebSocket(gateway.port, 0)) {
            raw.write(join(
                    bytes(RawWebSocket.handshake(gateway.token(somebody()), "")),
                    frame(FINAL | TEXT, bytes("{\"type\":\"ping\"}"))));
        }
    }

    @Test
    void aClientThatReadsNothingIsSentAwayAndItsQueueIsBounded() {
        Principal slow = somebody();
        double before = gateway.counted("rookery.gateway.sessions.closed", "code", "4001");
        Buffer frame = Buffer.buffer("{\"type\":\"message\",\"text\":\"" + "x".repeat(100_000) + "\"}");
        try (var raw = RawWebSocket.connected(gateway.port, gateway.token(slow), 4_096)) {
            raw.readUntil(TEXT);
            for (int sent = 0; sent < 200; sent++) {
                gateway.deliver(List.of(slow.user()), null, frame);
            }

            await().untilAsserted(() -> assertThat(gateway.counted("rookery.gateway.sessions.closed", "code", "4001"))
                    .isEqualTo(before + 1));

            // It may still read what was queued, and then why it was sent away.
            assertThat(raw.readUntil(CLOSE).closeCode()).isEqualTo(4001);
            raw.readToEnd();
        }
    }

    @Test
    void aClientThatPingsAndNeverReadsIsSentAway() {
        double before = gateway.counted("rookery.gateway.sessions.closed", "code", "4001");
        byte[] ping = frame(FINAL | PING, new byte[125]);
        ByteArrayOutputStream volley = new ByteArrayOutputStream();
        for (int count = 0; count < 1_000; count++) {
            volley.writeBytes(ping);
        }
        try (var raw = RawWebSocket.connected(gateway.port, gateway.token(somebody()), 4_096)) {
            for (int sent = 0; sent < 1_000; sent++) {
                raw.write(volley.toByteArray());
                if (gateway.counted("rookery.gateway.sessions.closed", "code", "4001") > before) {
                    break;
                }
            }
        } catch (UncheckedIOException e) {
            // Cut off in the middle of it.
        }

        await().untilAsserted(() -> assertThat(gateway.counted("rookery.gateway.sessions.closed", "code", "4001"))
                .isEqualTo(before + 1));
    }

    @Test
    void anAbruptEndIsNoticed() {
        double before = gateway.counted("rookery.gateway.sessions.closed", "code", "1006");
        try (var raw = connect()) {
            raw.readUntil(TEXT);
        }

        await().untilAsserted(() -> assertThat(gateway.counted("rookery.gateway.sessions.closed", "code", "1006"))
                .isEqualTo(before + 1));
    }

    @Test
    void theClientsOwnCloseIsAnswered() {
        try (var raw = connect()) {
            raw.readUntil(TEXT);
            raw.write(frame(FINAL | CLOSE, new byte[] {0x03, (byte) 0xE8}));

            assertThat(raw.readUntil(CLOSE).closeCode()).isEqualTo(1000);
            raw.readToEnd();
        }
    }
}
