package dev.rookery.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.RookeryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRequestTest {

    @Test
    void secondsFromZeroToThirtyAreTaken() {
        assertThat(EventRequest.waitSeconds("0")).isZero();
        assertThat(EventRequest.waitSeconds("5")).isEqualTo(5);
        assertThat(EventRequest.waitSeconds("30")).isEqualTo(30);
        assertThat(EventRequest.waitSeconds(null)).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5",
                "05",
                "-0",
                "-1",
                "31",
                "5.0",
                "1e1",
                " 5",
                "5 ",
                "",
                "\u0665",
                "0x5",
                "99999999999999999999"
            })
    void numbersThatAreWrittenInAnotherWayAreRefused(String text) {
        assertThatThrownBy(() -> EventRequest.waitSeconds(text))
                .isInstanceOf(RookeryException.class)
                .hasMessageContaining("'wait' must be a number of seconds");
    }
}
