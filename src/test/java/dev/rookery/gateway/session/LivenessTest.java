package dev.rookery.gateway.session;

import static dev.rookery.gateway.session.Liveness.Verdict.ASK;
import static dev.rookery.gateway.session.Liveness.Verdict.DEAD;
import static dev.rookery.gateway.session.Liveness.Verdict.FINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Duration INTERVAL = Duration.ofSeconds(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Clocks of this kind may begin anywhere, also just before they wrap around. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private final Liveness liveness = new Liveness(START);

    private Liveness.Verdict after(int seconds) {
        return liveness.check(at(seconds), INTERVAL, TIMEOUT);
    }

    private static long at(int seconds) {
        return START + Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void silenceIsAskedOncePerInterval() {
        assertThat(after(24)).isEqualTo(FINE);
        assertThat(after(25)).isEqualTo(ASK);
        assertThat(after(26)).isEqualTo(FINE);
        assertThat(after(49)).isEqualTo(FINE);
        assertThat(after(50)).isEqualTo(ASK);
        assertThat(after(59)).isEqualTo(FINE);
        assertThat(after(60)).isEqualTo(DEAD);
    }

    @Test
    void anythingHeardBeginsAnew() {
        assertThat(after(25)).isEqualTo(ASK);
        liveness.heard(at(26));

        assertThat(after(50)).isEqualTo(FINE);
        assertThat(after(51)).isEqualTo(ASK);
        assertThat(after(85)).isEqualTo(ASK);
        assertThat(after(86)).isEqualTo(DEAD);
    }
}
