package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static dev.rookery.testkit.RawWebSocket.CLOSE;
import static dev.rookery.testkit.RawWebSocket.FINAL;
import static dev.rookery.testkit.RawWebSocket.TEXT;
import static dev.rookery.testkit.RawWebSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.ChatId;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One user who makes a gateway hold as much as it can, while somebody else goes on chatting there. */
class HeldBytesIT {
    private static final String CHAT = new ChatId(UUID.randomUUID()).toString();
    private static final int MEGABYTE = 1 << 20;
    private static final int OF_USER = 4 * MEGABYTE;
    private static final int OF_NODE = 8 * MEGABYTE;

    private final Principal eve = somebody();
    private final List<RawWebSocket> raws = new ArrayList<>();
    private GatewayFixture gateway;
    private WebSocketTestClient bystander;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(
                GatewayFixture.config(),
                SomeSettings.limits(Map.of("rated", "false", "memoryPerUserMib", "4", "memoryMib", "8")));
        bystander = gateway.connect();
    }

    @AfterEach
    void nothingIsHeldInTheEnd() {
        bystander.sendAndAwaitAck(CHAT, "unmoved");
        raws.forEach(RawWebSocket::close);
        await().atMost(Patience.LIMIT)
                .untilAsserted(
                        () -> assertThat(gateway.limits.holdings().held()).isZero());
        bystander.close();
        gateway.close();
    }

    private RawWebSocket connect(Principal holder) {
        RawWebSocket raw = RawWebSocket.connected(gateway.port, gateway.token(holder), 0);
        raws.add(raw);
        raw.readUntil(TEXT);
        return raw;
    }

    private void awaitHeld(long least) {
        await().atMost(Patience.LIMIT)
                .untilAsserted(
                        () -> assertThat(gateway.limits.holdings().held()).isGreaterThanOrEqualTo(least));
    }

    @Test
    void messagesWithoutEndAreBounded() {
        connect(eve).write(frame(TEXT, new byte[MEGABYTE - 1_000]));
        connect(eve).write(frame(TEXT, new byte[MEGABYTE - 1_000]));
        awaitHeld(2 * MEGABYTE - 2_000);

        RawWebSocket third = connect(eve);
        third.write(frame(TEXT, new byte[MEGABYTE - 1_000]));

        assertThat(third.readUntil(CLOSE).closeCode()).isEqualTo(4003);
        third.readToEnd();
        assertThat(gateway.limits.holdings().held()).isLessThanOrEqualTo(OF_USER);
    }

    @Test
    void framesThatMissTheirLastByteAreBounded() {
        byte[] whole = frame(FINAL | TEXT, new byte[MEGABYTE - 1_000]);
        byte[] butTheLast = java.util.Arrays.copyOf(whole, whole.length - 1);
        connect(eve).write(butTheLast);
        connect(eve).write(butTheLast);
        awaitHeld(2 * MEGABYTE - 2_000);

        RawWebSocket third = connect(eve);
        third.write(butTheLast);

        assertThat(third.readUntil(CLOSE).closeCode()).isEqualTo(4003);
        third.readToEnd();
    }

    @Test
    void aMessageThatIsCompletedIsNotHeldAnyLonger() {
        RawWebSocket slow = connect(eve);
        String text = "{\"type\":\"ping\",\"id\":\"slow\",\"ignored\":\"" + "x".repeat(MEGABYTE) + "\"}";
        byte[] whole = frame(FINAL | TEXT, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        slow.write(java.util.Arrays.copyOf(whole, whole.length - 1));
        awaitHeld(MEGABYTE);

        slow.write(new byte[] {whole[whole.length - 1]});

        assertThat(slow.readUntil(TEXT).text()).contains("\"slow\"");
        await().untilAsserted(() -> assertThat(gateway.limits.holdings().held()).isZero());
    }

    @Test
    void syncsThatWaitAreBounded() {
        Promise<CaughtUp> never = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        gateway.catchUp = request -> {
            asked.incrementAndGet();
            return never.future();
        };
        List<WebSocketTestClient> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                WebSocketTestClient session = gateway.connect(eve);
                sessions.add(session);
                for (int sync = 0; sync < 3; sync++) {
                    session.send(manyCursors("s" + sync));
                }
            }

            // Four fit into 4 MiB, all others are told to come later, and may go on on the same connection.
            WebSocketTestClient last = sessions.get(1);
            JsonObject refused = last.await(frame -> "s1".equals(frame.getString("id")));
            assertThat(refused.getString("type")).isEqualTo("error");
            assertThat(refused.getString("code")).isEqualTo("overloaded");
            assertThat(refused.getLong("retryAfterMs")).isPositive();
            assertThat(gateway.limits.holdings().held()).isBetween((long) OF_USER / 2, (long) OF_USER);
            last.sendAndAwaitAck(CHAT, "small things go on");
        } finally {
            sessions.forEach(WebSocketTestClient::close);
        }
    }

    @Test
    void aSessionWithFourSyncsIsNotReadFromUntilOneIsAnswered() {
        Promise<CaughtUp> owner = Promise.promise();
        gateway.catchUp = request -> owner.future();
        try (WebSocketTestClient client = gateway.connect(eve)) {
            for (int sync = 0; sync < 20; sync++) {
                client.send(sync("s" + sync, 1));
            }
            client.send(new JsonObject().put("type", "ping").put("id", "after"));
            long four = 4 * (512 + 200);
            awaitHeld(four);
            assertThat(gateway.limits.holdings().held()).isEqualTo(four);

            owner.complete(new CaughtUp(List.of(), List.of()));

            for (int sync = 0; sync < 20; sync++) {
                assertThat(client.await("synced").getString("id")).isEqualTo("s" + sync);
            }
            client.await("pong");
        }
    }

    @Test
    void longTextsThatWaitAreBounded() {
        gateway.owner = send -> Promise.<dev.rookery.bus.message.ChatReply.MessageStored>promise()
                .future();
        try (WebSocketTestClient client = gateway.connect(eve)) {
            for (int i = 0; i < 21; i++) {
                client.sendMessage(CHAT, "y".repeat(100_000));
            }

            assertThat(client.await("error").getString("code")).isEqualTo("overloaded");
            assertThat(gateway.limits.holdings().held()).isLessThanOrEqualTo(OF_USER);
        }
        gateway.owner = send -> io.vertx.core.Future.succeededFuture(gateway.stored());
    }

    @Test
    void aNodeThatHoldsMuchSendsAwayWhoHoldsMostAndTakesNobodyNew() {
        for (int i = 0; i < 7; i++) {
            connect(somebody()).write(frame(TEXT, new byte[MEGABYTE]));
            awaitHeld((i + 1L) * MEGABYTE);
        }
        long filler = MEGABYTE;
        gateway.limits.holdings().add("somebody else", filler);

        // As many as have to; the others may finish.
        await().untilAsserted(
                        () -> assertThat(gateway.limits.holdings().isEasy()).isTrue());
        assertThat(gateway.counted("rookery.limits.sent.away")).isBetween(1.0, 6.0);
        await().untilAsserted(() -> assertThat(gateway.counted("rookery.gateway.sessions.closed", "code", "4003"))
                .isPositive());

        gateway.limits.holdings().release("somebody else", filler);
        filler = (long) OF_NODE - gateway.limits.holdings().held();
        gateway.limits.holdings().add("somebody else", filler);
        var refused = catchThrowableOfType(UpgradeRejectedException.class, gateway::connect);
        gateway.limits.holdings().release("somebody else", filler);
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("5");
        gateway.connect().close();
    }

    private static JsonObject manyCursors(String id) {
        return sync(id, 5_000);
    }

    private static JsonObject sync(String id, int chats) {
        JsonObject cursors = new JsonObject();
        for (int chat = 0; chat < chats; chat++) {
            cursors.put(UUID.randomUUID().toString(), 0);
        }
        return new JsonObject()
                .put("type", "sync")
                .put("id", id)
                .put("only", true)
                .put("cursors", cursors);
    }
}
