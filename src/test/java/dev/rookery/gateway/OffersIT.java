package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.auth.Principal;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.SomeSettings;
import dev.rookery.testkit.WebSocketTestClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may be lost is lost where a client reads slowly, and nowhere else. */
class OffersIT {
    private static final int ROOM = 96 << 20;
    /** MiB, more than kernels take for a client that does not read: Linux lets both ends grow to 37 together. */
    private static final int MUCH = 48;

    private final GatewayFixture gateway = new GatewayFixture(
            new GatewayConfig(Duration.ofSeconds(25), Duration.ofSeconds(60), ROOM, 1_000),
            SomeSettings.limits(Map.of("rated", "false", "memoryPerUserMib", "128", "memoryMib", "256")));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aSlowClientMissesOffersAndNoDelivery() {
        Principal slow = somebody();
        Principal quick = somebody();
        try (WebSocketTestClient reader = gateway.connect(quick);
                WebSocketTestClient sleeper = gateway.connect(slow)) {
            sleeper.pauseReading();
            for (int i = 0; i < MUCH; i++) {
                gateway.deliver(List.of(slow.user()), null, frame("full", "x".repeat(1 << 20)));
            }
            gateway.offer(List.of(slow.user(), quick.user()), frame("passing", ""));
            assertThat(reader.await("passing").getString("text")).isEmpty();

            sleeper.resumeReading();
            for (int i = 0; i < MUCH; i++) {
                sleeper.await("full");
            }
            // It reads again, so the next one comes, and nothing came before it.
            gateway.offer(List.of(slow.user()), frame("passing", "again"));
            assertThat(sleeper.await("passing").getString("text")).isEqualTo("again");
        }
    }

    private static Buffer frame(String type, String text) {
        return new JsonObject().put("type", type).put("text", text).toBuffer();
    }
}
