package dev.rookery.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import dev.rookery.telemetry.SecurityLog.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecurityLogTest {
    private static final UserId ANNA = new UserId(UUID.randomUUID());

    private final List<Refusals> lines = new ArrayList<>();
    private long now = 42;
    private final SecurityLog log = new SecurityLog(() -> now, lines::add);

    @Test
    void theFirstIsToldAtOnceAndTheRestInSum() {
        for (int i = 0; i < 1_000; i++) {
            log.refused("signIn", ErrorCode.INVALID_CREDENTIALS, ANNA, "192.0.2.1");
            log.flush();
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).count()).isEqualTo(1);
        assertThat(lines.get(0).user()).isEqualTo(ANNA);

        pass(Duration.ofSeconds(10));
        log.flush();
        log.flush();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).count()).isEqualTo(999);
    }

    @Test
    void kindsAndAddressesAreToldApart() {
        log.refused("signIn", ErrorCode.INVALID_CREDENTIALS, ANNA, "192.0.2.1");
        log.refused("signIn", ErrorCode.INVALID_CREDENTIALS, null, "192.0.2.2");
        log.refused("signIn", ErrorCode.RATE_LIMITED, null, "192.0.2.1");
        log.refused("websocket", ErrorCode.TICKET_INVALID, null, "192.0.2.1");

        assertThat(lines).hasSize(4);
    }

    @Test
    void manyAddressesMakeFewLinesAndNothingIsForgotten() {
        for (int i = 0; i < 50_000; i++) {
            log.refused("signIn", ErrorCode.INVALID_CREDENTIALS, null, "address-" + i);
        }
        assertThat(lines).hasSize(20);

        for (int second = 0; second < 200; second++) {
            pass(Duration.ofSeconds(1));
            log.flush();
        }

        assertThat(lines).hasSizeBetween(2_001, 2_100);
        assertThat(lines.stream().mapToLong(Refusals::count).sum()).isEqualTo(50_000);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
