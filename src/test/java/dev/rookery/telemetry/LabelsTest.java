package dev.rookery.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.wire.CloseCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void onlyKnownMethodsAndCodesAreNamed() {
        assertThat(Labels.method("GET")).isEqualTo("GET");
        assertThat(Labels.method("get")).isEqualTo("other");
        assertThat(Labels.method("X1")).isEqualTo("other");
        assertThat(Labels.closeCode(1006)).isEqualTo("1006");
        for (CloseCode code : CloseCode.values()) {
            assertThat(Labels.closeCode(code.number())).isEqualTo(Integer.toString(code.number()));
        }
        assertThat(Labels.closeCode(3_000)).isEqualTo("other");
        assertThat(Labels.closeCode(4_999)).isEqualTo("other");
    }

    @Test
    void whatNobodyBoundedIsBoundedByTheRegistry() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new SeriesLimit(10));

        for (int i = 0; i < 1_000; i++) {
            registry.counter("forgotten", "label", "value-" + i).increment();
        }

        assertThat(registry.getMeters()).hasSize(10);
        assertThat(registry.counter("forgotten", "label", "value-3").count()).isEqualTo(1);
    }
}
