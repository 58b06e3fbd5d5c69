package dev.rookery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rookery.config.RookeryConfig.RatesConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @Test
    void isReadAsPeopleWriteIt() {
        assertThat(Rate.parse("60 + 20/s")).isEqualTo(new Rate(60, 20, Duration.ofSeconds(1)));
        assertThat(Rate.parse("300+30/min").interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Rate.parse("50 + 50/h").refillTime()).isEqualTo(Duration.ofHours(1));
        assertThat(Rate.parse("off").isOff()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "60/s", "0 + 1/s", "1 + 0/s", "60 + 20/d", "60 + 20", "-1 + 2/s", "many"})
    void whatIsNoRateIsRefusedWithAdvice(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text)).withMessageContaining("60 + 20/s");
    }

    @Test
    void oneSettingSwitchesAllOff() {
        RatesConfig rates = SomeSettings.limits(Map.of("rated", "false")).rates();

        assertThat(rates.messages().isOff()).isTrue();
        assertThat(rates.signUps().isOff()).isTrue();
        assertThat(SomeSettings.limits(Map.of()).rates().messages()).isEqualTo(Rate.parse("60 + 20/s"));
    }
}
