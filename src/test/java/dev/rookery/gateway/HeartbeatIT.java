package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static dev.rookery.testkit.RawWebSocket.CLOSE;
import static dev.rookery.testkit.RawWebSocket.PING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.testkit.RawWebSocket;
import dev.rookery.testkit.RawWebSocket.Frame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatIT {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** So long that a client which answers is not sent away when this machine stands still for seconds. */
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void aSilentClientIsAskedAndThenSentAway() {
        try (GatewayFixture gateway = gateway(SHORT);
                var raw = RawWebSocket.connected(gateway.port, gateway.token(somebody()), 0)) {
            raw.readUntil(PING);

            Frame close = raw.readUntil(CLOSE);

            assertThat(close.closeCode()).isEqualTo(4000);
            raw.readToEnd();
        }
    }

    @Test
    void aClientThatAnswersPingsStays() {
        try (GatewayFixture gateway = gateway(LONG);
                var quiet = gateway.connect()) {
            await().during(LONG.plus(INTERVAL)).until(quiet::isOpen);
        }
    }

    private static GatewayFixture gateway(Duration timeout) {
        return new GatewayFixture(GatewayFixture.config(1 << 20, INTERVAL, timeout));
    }
}
