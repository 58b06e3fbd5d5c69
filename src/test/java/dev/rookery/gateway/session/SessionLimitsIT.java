package dev.rookery.gateway.session;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.gateway.GatewayFixture;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many sessions somebody may have, and how often somebody may do something over one. */
class SessionLimitsIT {
    private static final String CHAT = new ChatId(UUID.randomUUID()).toString();

    private static GatewayFixture gateway;
    private final List<WebSocketTestClient> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(
                GatewayFixture.config(),
                SomeSettings.limits(Map.of(
                        "sessionsPerDevice", "3",
                        "sessionsPerUser", "5",
                        "sessionsPerAddress", "8",
                        "rates.messages", "5 + 20/s",
                        "rates.syncs", "3 + 20/s",
                        "rates.cursors", "2 + 1/h")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void leave() {
        open.forEach(WebSocketTestClient::close);
        await().until(() -> gateway.module.connections() == 0);
    }

    private void connect(Principal holder) {
        open.add(gateway.connect(holder));
    }

    private static UpgradeRejectedException refusal(Principal holder) {
        var refused = catchThrowableOfType(UpgradeRejectedException.class, () -> gateway.connect(holder));
        assertThat(refused).as("is refused").isNotNull();
        return refused;
    }

    private static void tooMany(Principal holder, String limit) {
        double before = gateway.counted("rookery.limits.refused", "limit", limit);
        UpgradeRejectedException refused = refusal(holder);
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("5");
        JsonObject problem = refused.getBody().toJsonObject();
        assertThat(problem.getString("code")).isEqualTo("too_many_sessions");
        assertThat(problem.getBoolean("retryable")).isTrue();
        assertThat(problem.getLong("retryAfterMs")).isEqualTo(5_000);
        assertThat(gateway.counted("rookery.limits.refused", "limit", limit)).isEqualTo(before + 1);
    }

    @Test
    void aDeviceAUserAndAnAddressHaveSoManySessionsEach() {
        Principal phone = somebody();
        Principal laptop = new Principal(phone.user(), new DeviceId(UUID.randomUUID()));
        IntStream.range(0, 3).forEach(i -> connect(phone));
        tooMany(phone, "sessions_per_device");

        IntStream.range(0, 2).forEach(i -> connect(laptop));
        tooMany(laptop, "sessions_per_user");

        IntStream.range(0, 3).forEach(i -> connect(somebody()));
        tooMany(somebody(), "sessions_per_address");

        // Whoever was refused holds no place: with one session gone there is room for exactly one.
        open.remove(0).close();
        await().until(() -> gateway.module.connections() == 7);
        connect(phone);
        tooMany(somebody(), "sessions_per_address");
    }

    @Test
    void messagesOverTheRateAreRefusedAndNoneIsLostIfRepeatedWhenTold() {
        try (WebSocketTestClient client = gateway.connect()) {
            Set<String> unanswered = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                unanswered.add(client.sendMessage(CHAT, "message " + i));
            }
            int refusals = 0;
            while (!unanswered.isEmpty()) {
                JsonObject answer = client.await(frame -> unanswered.contains(frame.getString("clientId")));
                String clientId = answer.getString("clientId");
                if (answer.getString("type").equals("ack")) {
                    unanswered.remove(clientId);
                    continue;
                }
                refusals++;
                assertThat(answer.getString("code")).isEqualTo("rate_limited");
                assertThat(answer.getBoolean("retryable")).isTrue();
                long wait = answer.getLong("retryAfterMs");
                assertThat(wait).isBetween(1L, 10_000L);
                gateway.vertx.setTimer(wait, later -> client.socket()
                        .writeTextMessage(new JsonObject()
                                .put("type", "send")
                                .put("chat", CHAT)
                                .put("clientId", clientId)
                                .put("content", Contents.message("again"))
                                .encode()));
            }
            // How many depends on how fast this went: 5 at once, and 20 in each second after.
            assertThat(gateway.counted("rookery.limits.refused", "limit", "messages"))
                    .isGreaterThanOrEqualTo(refusals);
        }
    }

    @Test
    void cursorsOverTheRateAreRefusedWithATime() {
        try (WebSocketTestClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(new JsonObject()
                        .put("type", "cursor")
                        .put("id", "c" + i)
                        .put("chat", CHAT)
                        .put("seq", i));
            }

            JsonObject refused = client.await("error");
            assertThat(refused.getString("id")).isEqualTo("c2");
            assertThat(refused.getString("code")).isEqualTo("rate_limited");
            assertThat(refused.getLong("retryAfterMs"))
                    .isEqualTo(Duration.ofSeconds(10).toMillis());
        }
    }

    @Test
    void syncsOverTheRateAreRefusedWithATime() {
        try (WebSocketTestClient client = gateway.connect()) {
            JsonObject sync = new JsonObject().put("type", "sync");
            for (int i = 0; i < 40; i++) {
                client.send(sync.copy().put("id", "s" + i));
            }
            assertThat(client.await("error").getString("code")).isEqualTo("rate_limited");
            client.await(frame -> "s0".equals(frame.getString("id")) && "synced".equals(frame.getString("type")));
        }
    }
}
