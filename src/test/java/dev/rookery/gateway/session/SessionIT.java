package dev.rookery.gateway.session;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.GatewayFixture;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIT {
    private static final String CHAT = new ChatId(UUID.randomUUID()).toString();
    private static GatewayFixture gateway;

    private final List<WebSocketTestClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(GatewayFixture.config());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void answerEverySend() {
        gateway.owner = send -> Future.succeededFuture(gateway.stored());
    }

    @AfterEach
    void disconnect() {
        clients.forEach(WebSocketTestClient::close);
        await().untilAsserted(() -> assertThat(gateway.module.connections()).isZero());
    }

    private WebSocketTestClient connect(Principal holder) {
        WebSocketTestClient client = gateway.connect(holder);
        clients.add(client);
        return client;
    }

    private static Buffer push(int number) {
        return Buffer.buffer("{\"type\":\"message\",\"number\":" + number + "}");
    }

    @Test
    void welcomeSaysWhoAndWhere() {
        Principal holder = somebody();
        String token = gateway.token(holder);
        var client = WebSocketTestClient.connect(
                gateway.vertx, WebSocketTestClient.options(gateway.port).addHeader("authorization", "bearer " + token));
        clients.add(client);

        JsonObject welcome = client.await(frame -> true);

        assertThat(welcome.getString("type")).isEqualTo("welcome");
        assertThat(welcome.getString("user")).isEqualTo(holder.user().toString());
        assertThat(welcome.getString("device")).isEqualTo(holder.device().toString());
        assertThat(welcome.getString("node")).isEqualTo("node-1");
        assertThat(welcome.getInteger("heartbeatSeconds")).isEqualTo(25);
        assertThat(welcome.getInteger("maxTextCharacters")).isEqualTo(100_000);
        assertThat(gateway.directory.users).contains(holder.user());
    }

    @Test
    void nothingIsCompressedAndOnlyTheProtocolIsEchoed() {
        var client = connect(somebody());

        assertThat(client.handshakeHeaders().contains("Sec-WebSocket-Extensions"))
                .isFalse();
        assertThat(client.handshakeHeaders().getAll("Sec-WebSocket-Protocol")).containsExactly(FrameCodec.SUBPROTOCOL);
    }

    @Test
    void sendsAreAckedWithWhatTheOwnerSays() {
        Principal holder = somebody();
        var client = connect(holder);
        var asked = new ConcurrentLinkedQueue<SendMessage>();
        gateway.owner = send -> {
            asked.add(send);
            return Future.succeededFuture(gateway.stored());
        };

        client.send(new JsonObject()
                .put("type", "send")
                .put("id", "7")
                .put("chat", CHAT)
                .put("clientId", "c-1")
                .put("content", Contents.message("Hello, 🐦")));
        JsonObject ack = client.await("ack");

        assertThat(ack.getString("id")).isEqualTo("7");
        assertThat(ack.getString("clientId")).isEqualTo("c-1");
        assertThat(ack.getString("chat")).isEqualTo(CHAT);
        assertThat(ack.getLong("seq")).isPositive();
        assertThat(asked).singleElement().satisfies(send -> {
            assertThat(send.sender()).isEqualTo(holder.user());
            assertThat(send.device()).isEqualTo(holder.device());
            assertThat(send.content().fingerprint()).isEqualTo("Hello, 🐦");
            assertThat(send.session()).isNotNull();
        });
    }

    @Test
    void refusalsOfTheOwnerReachTheSender() {
        var client = connect(somebody());
        gateway.owner = send ->
                Future.failedFuture(new RookeryException(ErrorCode.OVERLOADED, "too much", Duration.ofMillis(250)));

        String clientId = client.sendMessage(CHAT, "hi");
        JsonObject error = client.await("error");

        assertThat(error.getString("clientId")).isEqualTo(clientId);
        assertThat(error.getString("code")).isEqualTo("overloaded");
        assertThat(error.getBoolean("retryable")).isTrue();
        assertThat(error.getLong("retryAfterMs")).isEqualTo(250);
    }

    @Test
    void whatOneSessionSendsToAChatKeepsItsOrderWhileTheChatMoves() {
        var client = connect(somebody());
        int messages = 20;
        int refusals = 6;
        List<String> taken = new ArrayList<>();
        Set<ClientId> known = new HashSet<>();
        AtomicInteger asked = new AtomicInteger();
        gateway.owner = send -> {
            boolean follows = send.after() == null || known.contains(send.after());
            if (asked.incrementAndGet() <= refusals || !follows) {
                return Future.failedFuture(new RookeryException(ErrorCode.WRONG_OWNER, "it moves"));
            }
            known.add(send.clientId());
            taken.add(send.content().fingerprint());
            return Future.succeededFuture(gateway.stored());
        };

        List<String> sent =
                IntStream.range(0, messages).mapToObj(number -> "m" + number).toList();
        sent.forEach(text -> client.sendMessage(CHAT, text));
        List<Long> seqs =
                sent.stream().map(text -> client.await("ack").getLong("seq")).toList();

        assertThat(taken).isEqualTo(sent);
        assertThat(seqs).isSorted();
    }

    @Test
    void accidentsAreToldAsInternalWithoutDetails() {
        var client = connect(somebody());
        gateway.owner = send -> Future.failedFuture(new IllegalStateException("secret stack"));

        client.sendMessage(CHAT, "hi");
        JsonObject error = client.await("error");

        assertThat(error.getString("code")).isEqualTo("internal");
        assertThat(error.encode()).doesNotContain("secret");
    }

    @Test
    void pingIsAnsweredWithPong() {
        var client = connect(somebody());

        client.sendText("{\"type\":\"ping\",\"id\":\"1\"}");

        assertThat(client.await("pong").getString("id")).isEqualTo("1");
    }

    @Test
    void deliveriesReachEverySessionOfTheUsersButOne() {
        Principal ada = somebody();
        Principal bob = somebody();
        var adaPhone = gateway.connect(ada);
        var adaLaptop = connect(ada);
        var bobPhone = connect(bob);
        var stranger = connect(somebody());
        clients.add(adaPhone);
        adaPhone.sendText("{\"type\":\"ping\"}");
        adaPhone.await("pong");
        List<SessionId> sessions = new ArrayList<>();
        gateway.owner = send -> {
            sessions.add(send.session());
            return Future.succeededFuture(gateway.stored());
        };
        adaPhone.sendAndAwaitAck(CHAT, "hi");

        gateway.deliver(List.of(ada.user(), bob.user(), somebody().user()), sessions.get(0), push(1));
        gateway.deliver(List.of(ada.user()), null, push(2));

        adaLaptop.await(frame -> Integer.valueOf(1).equals(frame.getInteger("number")));
        bobPhone.await(frame -> Integer.valueOf(1).equals(frame.getInteger("number")));
        JsonObject first = adaPhone.await("message");
        assertThat(first.getInteger("number")).isEqualTo(2);
        stranger.sendText("{\"type\":\"ping\"}");
        stranger.await("pong");
        assertThat(stranger.inbox()).isEmpty();
    }

    @Test
    void deliveriesKeepTheirOrder() {
        Principal holder = somebody();
        var client = connect(holder);

        IntStream.range(0, 2_000).forEach(number -> gateway.deliver(List.of(holder.user()), null, push(number)));

        List<Integer> got = IntStream.range(0, 2_000)
                .mapToObj(number -> client.await("message").getInteger("number"))
                .toList();
        assertThat(got).isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "🐦", "\\u00e9", "\\ud83d\\udc26"})
    void hundredThousandCharactersPassBothWays(String character) {
        Principal holder = somebody();
        var client = connect(holder);
        gateway.owner = send -> {
            gateway.deliver(
                    List.of(holder.user()),
                    null,
                    Buffer.buffer(new JsonObject()
                            .put("type", "message")
                            .put("text", send.content().fingerprint())
                            .encode()));
            return Future.succeededFuture(gateway.stored());
        };

        client.sendText("{\"type\":\"send\",\"chat\":\"" + CHAT + "\",\"clientId\":\"a\",\"content\":{\"kind\":"
                + "\"message\",\"text\":\"" + character.repeat(100_000) + "\"}}");

        String text = client.await("message").getString("text");
        assertThat(text.codePointCount(0, text.length())).isEqualTo(100_000);
        client.await("ack");
    }

    @Test
    void oneCharacterMoreIsRefusedAndTheConnectionStays() {
        var client = connect(somebody());

        client.sendMessage(CHAT, "a".repeat(100_001));

        assertThat(client.await("error").getString("code")).isEqualTo("text_too_long");
        client.sendAndAwaitAck(CHAT, "shorter");
    }

    @Test
    void malformedFramesAreAnsweredUntilThereAreTooMany() {
        var client = connect(somebody());

        for (int count = 0; count < 20; count++) {
            client.sendText("{");
        }
        for (int count = 0; count < 20; count++) {
            assertThat(client.await("error").getString("code")).isEqualTo("malformed_frame");
        }
        client.sendAndAwaitAck(CHAT, "still here");
        client.sendText("{\"type\":\"dance\"}");

        assertThat(client.awaitClose()).isEqualTo(4501);
    }

    @Test
    void binaryFramesEndTheConnection() {
        var client = connect(somebody());

        client.sendBinary(Buffer.buffer("{\"type\":\"ping\"}"));

        assertThat(client.awaitClose()).isEqualTo(4502);
    }

    @Test
    void aMessageThatIsTooLargeEndsItsOwnConnectionOnly() {
        var client = connect(somebody());
        var bystander = connect(somebody());
        String large = "x".repeat(FrameCodec.MAX_MESSAGE_BYTES + 1);

        client.socket().writeTextMessage(large);

        assertThat(client.awaitClose()).isEqualTo(1009);
        assertThat(client.closeReason()).contains(Integer.toString(FrameCodec.MAX_MESSAGE_BYTES));
        bystander.sendAndAwaitAck(CHAT, "unmoved");
    }

    @Test
    void unansweredFramesAreBoundedAndAllAreAnsweredInTheEnd() {
        var client = connect(somebody());
        Promise<MessageStored> answer = Promise.promise();
        Set<ClientId> asked = ConcurrentHashMap.newKeySet();
        gateway.owner = send -> {
            asked.add(send.clientId());
            return answer.future();
        };

        IntStream.range(0, 300).forEach(number -> client.sendMessage(CHAT, "m" + number));
        await().until(() -> asked.size() == SessionFrames.MAX_UNANSWERED);
        await().during(Duration.ofMillis(300)).until(() -> asked.size() == SessionFrames.MAX_UNANSWERED);
        answer.complete(gateway.stored());

        IntStream.range(0, 300).forEach(number -> client.await("ack"));
        assertThat(asked).hasSize(300);
    }

    @Test
    void signOutEndsTheDeviceButNotTheUsersOthers() {
        Principal phone = somebody();
        Principal laptop = new Principal(phone.user(), somebody().device());
        var onPhone = connect(phone);
        var onLaptop = connect(laptop);

        gateway.signOut(phone);

        assertThat(onPhone.awaitClose()).isEqualTo(4500);
        onLaptop.sendAndAwaitAck(CHAT, "still in");
    }

    @Test
    void theDirectoryForgetsAUserWithTheLastSession() {
        Principal holder = somebody();
        var one = gateway.connect(holder);
        var other = gateway.connect(holder);

        one.close();
        gateway.deliver(List.of(holder.user()), null, push(1));
        other.await("message");
        assertThat(gateway.directory.users).contains(holder.user());
        other.close();

        await().untilAsserted(() -> assertThat(gateway.directory.users).doesNotContain(holder.user()));
    }

    @Test
    void metersCountFramesAndRefusals() {
        double framesBefore = gateway.counted("rookery.gateway.frames", "direction", "in");
        var client = connect(somebody());

        client.sendAndAwaitAck(CHAT, "hi");

        assertThat(gateway.counted("rookery.gateway.frames", "direction", "in")).isEqualTo(framesBefore + 1);
        assertThat(gateway.meters.get("rookery.gateway.connections").gauge().value())
                .isEqualTo(1);
        assertThat(gateway.meters.get("rookery.gateway.ack.latency").timer().count())
                .isPositive();
    }
}
