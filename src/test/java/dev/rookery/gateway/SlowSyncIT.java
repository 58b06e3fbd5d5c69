package dev.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.Reading;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway does with a sync whose client or whose owner is slow. */
class SlowSyncIT {
    private static final Reading READING = new Reading(0, MemberMarks.none(new UserId(new UUID(0, 0))), List.of());

    private static final long MESSAGES = 300;

    private final Principal ada = GatewayFixture.somebody();
    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final AtomicInteger asked = new AtomicInteger();
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(GatewayFixture.config());
        gateway.chats.byUser.put(ada.user(), List.of(chat));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theNextFrameIsMadeWhenTheClientReadTheLast() {
        gateway.catchUp = this::oneLargeMessage;
        try (WebSocketTestClient client = gateway.connect(ada)) {
            client.pauseReading();
            client.send(sync(0));

            // 30 MB are missing. The sockets' buffers take a few of them, the gateway one frame more.
            await().during(Duration.ofMillis(300)).atMost(Patience.LIMIT).until(asked::get, this::unchanged);
            int whilePaused = asked.get();
            assertThat(whilePaused).isLessThan((int) MESSAGES / 2);
            assertThat(client.isOpen()).isTrue();

            client.resumeReading();
            JsonObject synced = client.await("synced");
            assertThat(asked.get()).isGreaterThan(whilePaused).isEqualTo((int) MESSAGES);
            assertThat(synced.getJsonArray("again")).isEmpty();
            assertThat(client.inbox().stream()
                            .filter(frame -> frame.getString("type").equals("entries"))
                            .map(frame -> frame.getLong("upTo")))
                    .hasSize((int) MESSAGES)
                    .isSorted();
        }
    }

    private int seen = -1;

    private boolean unchanged(int now) {
        boolean same = now == seen;
        seen = now;
        return same && now > 0;
    }

    @Test
    void anOwnerThatWaitsForItsStoreIsAskedAgainAndThenTheClientIsTold() {
        gateway.catchUp = request -> {
            asked.incrementAndGet();
            return Future.succeededFuture(
                    new CaughtUp(List.of(new ChatProgress(chat(), 7, false, 7, 7, List.of(), READING)), List.of()));
        };
        try (WebSocketTestClient client = gateway.connect(ada)) {
            client.send(sync(7));

            assertThat(client.await("synced").getJsonArray("again")).containsExactly(chat.toString());
            assertThat(asked.get()).isBetween(3, 10);
        }
    }

    @Test
    void aChatThatCannotBeReadIsNamedAndAnOwnerThatFailsIsTold() {
        try (WebSocketTestClient client = gateway.connect(ada)) {
            gateway.catchUp = request -> Future.succeededFuture(new CaughtUp(List.of(), List.of(chat)));
            client.send(sync(7));
            JsonObject synced = client.await("synced");
            assertThat(synced.getJsonArray("again")).containsExactly(chat.toString());
            assertThat(synced.getJsonArray("gone")).isEmpty();

            gateway.catchUp = request ->
                    Future.failedFuture(new RookeryException(ErrorCode.OVERLOADED, "busy", Duration.ofMillis(40)));
            client.send(sync(7));
            JsonObject error = client.await("error");
            assertThat(error.getString("id")).isEqualTo("s");
            assertThat(error.getString("code")).isEqualTo("overloaded");
            assertThat(error.getBoolean("retryable")).isTrue();
            assertThat(error.getLong("retryAfterMs")).isEqualTo(40);
        }
    }

    @Test
    void manySyncsAreAnsweredOneAfterTheOther() {
        gateway.catchUp = request -> Future.succeededFuture(
                new CaughtUp(List.of(new ChatProgress(chat(), 7, true, 7, 7, List.of(), READING)), List.of()));
        try (WebSocketTestClient client = gateway.connect(ada)) {
            for (int i = 0; i < 200; i++) {
                client.send(sync(7).put("id", "s" + i));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.await("synced").getString("id")).isEqualTo("s" + i);
            }
        }
    }

    private JsonObject sync(long cursor) {
        return new JsonObject()
                .put("type", "sync")
                .put("id", "s")
                .put("cursors", new JsonObject().put(chat.toString(), cursor));
    }

    private Future<CaughtUp> oneLargeMessage(CatchUp request) {
        asked.incrementAndGet();
        long after = request.chats().get(0).after();
        Entry next = new Entry(
                chat,
                after + 1,
                after + 1,
                ada.user(),
                ada.device(),
                new ClientId("c" + after),
                Instant.EPOCH,
                new Content.Message(new MessageText("x".repeat(100_000))));
        return Future.succeededFuture(new CaughtUp(
                List.of(new ChatProgress(chat(), MESSAGES, true, after, after + 1, List.of(next), READING)),
                List.of()));
    }

    private Chat chat() {
        return new Chat(
                chat, Chat.Kind.DIRECT, null, List.of(ada.user(), new UserId(UUID.randomUUID())), Instant.EPOCH);
    }
}
