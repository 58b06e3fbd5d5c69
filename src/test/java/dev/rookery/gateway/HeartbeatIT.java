package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static dev.rookery.testkit.RawWebSocket.CLOSE;
import static dev.rookery.testkit.RawWebSocket.PING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.RawWebSocket.Frame;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeartbeatIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(new GatewayConfig(Duration.ofMillis(500), TIMEOUT, 1 << 20, 100));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aSilentClientIsAskedAndThenSentAway() {
        try (var raw = RawWebSocket.connected(gateway.port, gateway.token(somebody()), 0)) {
            raw.readUntil(PING);

            Frame close = raw.readUntil(CLOSE);

            assertThat(close.closeCode()).isEqualTo(4000);
            raw.readToEnd();
        }
    }

    @Test
    void aClientThatAnswersPingsStays() {
        try (var quiet = gateway.connect()) {
            await().during(TIMEOUT.plusSeconds(1))
                    .atMost(TIMEOUT.multipliedBy(3))
                    .until(quiet::isOpen);
        }
    }
}
