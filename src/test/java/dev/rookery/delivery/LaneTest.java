package dev.rookery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.domain.UserId;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final List<UserId> USERS = List.of(new UserId(new UUID(1, 1)));

    private final List<DeliverFrame> sent = new ArrayList<>();
    private final List<Promise<Void>> leaving = new ArrayList<>();
    private final Lane<Object> lane = new Lane<>((frame, source) -> {
        sent.add(frame);
        Promise<Void> left = Promise.promise();
        leaving.add(left);
        return left.future();
    });
    private final Object one = new Object();
    private final Object other = new Object();

    private static DeliverFrame frame(int bytes) {
        return new DeliverFrame(USERS, null, Buffer.buffer(new byte[bytes]));
    }

    @Test
    void smallFramesOfOtherChatsDoNotWait() {
        assertThat(lane.add(frame(Lane.LARGE), one)).isTrue();

        assertThat(lane.takes(frame(10), other)).isFalse();
        assertThat(lane.takes(frame(10), one)).isTrue();
    }

    @Test
    void largeFramesLeaveOneAfterTheOther() {
        DeliverFrame first = frame(Lane.LARGE);
        DeliverFrame second = frame(Lane.LARGE);
        assertThat(lane.add(first, one)).isTrue();
        assertThat(lane.add(second, other)).isTrue();
        assertThat(sent).containsExactly(first);

        leaving.get(0).complete();

        assertThat(sent).containsExactly(first, second);
        assertThat(lane.takes(frame(10), one)).isFalse();
        assertThat(lane.takes(frame(10), other)).isTrue();
    }

    @Test
    void theFramesOfAChatKeepTheirOrder() {
        DeliverFrame large = frame(Lane.LARGE);
        DeliverFrame behind = frame(10);
        assertThat(lane.add(large, one)).isTrue();
        assertThat(lane.add(behind, one)).isTrue();

        leaving.get(0).fail("the connection broke");
        leaving.get(1).complete();

        assertThat(sent).containsExactly(large, behind);
        assertThat(lane.takes(frame(10), one)).isFalse();
    }

    @Test
    void whatIsTooMuchIsRefused() {
        int added = 0;
        while (lane.add(frame(1 << 20), one)) {
            added++;
        }

        assertThat(added).isBetween(10, 20);
        leaving.get(0).complete();
        assertThat(lane.add(frame(1 << 20), one)).isTrue();
    }
}
