package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntranceTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Counter inAll = meters.counter("all");
    private final Counter ofAddress = meters.counter("address");

    private final List<String> crowded = new ArrayList<>();

    @Test
    void thereAreSoManyInAll() {
        Entrance entrance = entrance(3, 0);
        assertThat(entrance.take("")).isTrue();
        assertThat(entrance.take("a")).isTrue();
        assertThat(entrance.take("b")).isTrue();
        assertThat(entrance.take("c")).isFalse();
        assertThat(inAll.count()).isEqualTo(1);

        entrance.giveBack("a");
        assertThat(entrance.take("c")).isTrue();
        assertThat(entrance.open()).isEqualTo(3);
    }

    @Test
    void thereAreSoManyOfAnAddress() {
        Entrance entrance = entrance(100, 2);
        assertThat(entrance.take("a")).isTrue();
        assertThat(entrance.take("a")).isTrue();
        assertThat(entrance.take("a")).isFalse();
        assertThat(ofAddress.count()).isEqualTo(1);
        assertThat(crowded).containsExactly("a");
        assertThat(entrance.take("b")).isTrue();
        for (int i = 0; i < 50; i++) {
            assertThat(entrance.take("")).as("a proxy").isTrue();
        }

        entrance.giveBack("a");
        assertThat(entrance.take("a")).isTrue();
        assertThat(entrance.take("a")).isFalse();
    }

    @Test
    void filesAreKeptBackForTheNode() {
        assertThat(OpenFiles.forConnections(1_048_576)).isEqualTo(982_528);
        assertThat(OpenFiles.forConnections(20_000)).isEqualTo(18_238);
        assertThat(OpenFiles.forConnections(1_024)).isEqualTo(448);
        assertThat(OpenFiles.forConnections(256)).isEqualTo(128);
        assertThat(OpenFiles.forConnections(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    private Entrance entrance(int most, int mostOfAddress) {
        return new Entrance(most, mostOfAddress, Set.of(), inAll, ofAddress, crowded::add);
    }
}
