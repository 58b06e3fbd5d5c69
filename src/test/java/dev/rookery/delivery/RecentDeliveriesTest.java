package dev.rookery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentDeliveriesTest {
    private final NodeId one = new NodeId(UUID.randomUUID());
    private final NodeId two = new NodeId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId bob = new UserId(UUID.randomUUID());
    private long now;
    private final RecentDeliveries recent = new RecentDeliveries(() -> now);
    /** Of which only whether it is current is asked. */
    private final FanOut source = new FanOut(null, List.of());

    private void add(String text, UserId user, NodeId... nodes) {
        recent.add(new DeliverFrame(List.of(user), null, Buffer.buffer(text)), Set.of(nodes), source);
    }

    private List<String> again(NodeId gateway, Duration age, UserId... users) {
        List<String> texts = new ArrayList<>();
        recent.again(
                gateway,
                age,
                Set.of(users),
                (frame, from) -> texts.add(frame.frame().toString()));
        return texts;
    }

    @Test
    void aGatewayGetsWhatItWasNotSentOnce() {
        add("a", ada, one);
        add("b", bob, two);
        add("c", bob);

        assertThat(again(two, Duration.ofSeconds(1))).containsExactly("a", "c");
        assertThat(again(two, Duration.ofSeconds(1))).isEmpty();
        assertThat(again(one, Duration.ofSeconds(1), bob)).containsExactly("b", "c");
        assertThat(again(one, Duration.ofSeconds(1), ada)).isEmpty();
    }

    @Test
    void itGoesBackAsFarAsItIsAsked() {
        add("old", ada);
        now += Duration.ofSeconds(10).toNanos();
        add("new", ada);

        assertThat(again(one, Duration.ofSeconds(9))).containsExactly("new");
        assertThat(again(one, Duration.ofSeconds(10))).containsExactly("old");
    }

    @Test
    void whatItsOwnerMayNotSpeakForAnyMoreIsNotSent() {
        add("a", ada);
        source.retire();
        assertThat(again(one, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void whatIsKeptIsBoundedInTimeNumberAndBytes() {
        add("old", ada);
        now += RecentDeliveries.KEPT.toNanos() + 1;
        recent.forgetOld();
        assertThat(again(one, RecentDeliveries.KEPT.multipliedBy(2))).isEmpty();

        for (int i = 0; i < RecentDeliveries.MAX_KEPT + 3; i++) {
            add("x", ada);
        }
        assertThat(again(one, RecentDeliveries.KEPT)).hasSize(RecentDeliveries.MAX_KEPT);

        String large = "l".repeat(RecentDeliveries.MAX_KEPT_BYTES / 4);
        for (int i = 0; i < 6; i++) {
            add(large, ada);
        }
        assertThat(again(one, RecentDeliveries.KEPT)).hasSize(4);
    }
}
