package dev.rookery.delivery;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.domain.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The deliveries of this node to one gateway node, numbered from 1. The newest are kept for a while: a gateway that misses
 * some asks for them. Bounded in number, bytes and time. On one event loop only.
 */
final class GatewayLink {
    private static final int MAX_KEPT = 2_048;
    private static final int MAX_KEPT_BYTES = 4 << 20;
    private static final long KEPT_NANOS = Duration.ofSeconds(15).toNanos();
    /** So many times in a row the head is announced after the last delivery: an announcement may be lost, too. */
    private static final int ANNOUNCEMENTS = 4;

    private final NodeId self;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long keptBytes;
    private long number;
    private int announcements;

    /** @param source of which chat it is, so that nothing is sent again that another owner may have decided otherwise */
    private record Kept(DeliverFrame frame, FanOut source, long nanos) {}

    GatewayLink(NodeId self) {
        this.self = self;
    }

    /** Numbers the delivery. */
    DeliverFrame next(DeliverFrame frame, FanOut source) {
        DeliverFrame numbered = frame.numbered(self, ++number);
        kept.add(new Kept(numbered, source, System.nanoTime()));
        keptBytes += frame.frame().length();
        while (kept.size() > MAX_KEPT || (keptBytes > MAX_KEPT_BYTES && kept.size() > 1)) {
            forgetOldest();
        }
        announcements = ANNOUNCEMENTS;
        return numbered;
    }

    /** To be called about once a second; says whether the head is to be announced now. */
    boolean tick() {
        long now = System.nanoTime();
        while (!kept.isEmpty() && now - kept.getFirst().nanos() > KEPT_NANOS) {
            forgetOldest();
        }
        return announcements > 0 && announcements-- > 0;
    }

    /** Numbers a delivery that there is no room for: the gateway will miss it, and be told that it is gone. */
    void skip() {
        number++;
        announcements = ANNOUNCEMENTS;
    }

    long head() {
        return number;
    }

    /**
     * Goes through what is still there of a range and may be sent again.
     *
     * @return how many of the range are not
     */
    long again(long first, long last, Consumer<DeliverFrame> action) {
        long missing = Math.max(0, Math.min(last, number) - first + 1);
        for (Kept one : kept) {
            long at = one.frame().number();
            if (at >= first && at <= last && one.source().isCurrent()) {
                action.accept(one.frame());
                missing--;
            }
        }
        return missing;
    }

    private void forgetOldest() {
        keptBytes -= kept.remove().frame().frame().length();
    }
}
