package dev.rookery.delivery;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The newest frames that some gateway was not sent, as the directory named no member there. If it turns out that it should
 * have, they are sent after all. Bounded in time, number and bytes. On one event loop only.
 */
final class RecentDeliveries {
    /** A gateway looks at each of its entries within less; see {@code gateway.routing.DirectoryKeeper}. */
    static final Duration KEPT = Duration.ofSeconds(35);

    static final int MAX_KEPT = 65_536;
    static final int MAX_KEPT_BYTES = 16 << 20;

    private final LongSupplier nanos;
    private final Deque<Sent> kept = new ArrayDeque<>();
    private long keptBytes;

    private static final class Sent {
        private final DeliverFrame frame;
        private final FanOut source;
        private final long at;
        private Set<NodeId> nodes;

        private Sent(DeliverFrame frame, Set<NodeId> nodes, FanOut source, long at) {
            this.frame = frame;
            this.nodes = nodes;
            this.source = source;
            this.at = at;
        }

        /** Nothing that this owner may no longer speak for. */
        private boolean isMissedBy(NodeId gateway, Set<UserId> users) {
            return !nodes.contains(gateway)
                    && source.isCurrent()
                    && (users.isEmpty() || !Collections.disjoint(frame.users(), users));
        }

        private void sent(NodeId gateway) {
            nodes = new HashSet<>(nodes);
            nodes.add(gateway);
        }
    }

    RecentDeliveries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param nodes where it went; not to be changed any more */
    void add(DeliverFrame frame, Set<NodeId> nodes, FanOut source) {
        kept.add(new Sent(frame, nodes, source, nanos.getAsLong()));
        keptBytes += frame.frame().length();
        while (kept.size() > MAX_KEPT || keptBytes > MAX_KEPT_BYTES) {
            forgetOldest();
        }
    }

    /**
     * Goes through what that gateway was not sent, and counts it as sent.
     *
     * @param age at most
     * @param users whose frames are missed; anybody's if empty
     */
    void again(NodeId gateway, Duration age, Set<UserId> users, BiConsumer<DeliverFrame, FanOut> send) {
        long now = nanos.getAsLong();
        for (Sent sent : kept) {
            if (now - sent.at <= age.toNanos() && sent.isMissedBy(gateway, users)) {
                sent.sent(gateway);
                send.accept(sent.frame, sent.source);
            }
        }
    }

    /** To be called about once a second. */
    void forgetOld() {
        long now = nanos.getAsLong();
        while (!kept.isEmpty() && now - kept.getFirst().at > KEPT.toNanos()) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        keptBytes -= kept.remove().frame.frame().length();
    }
}
