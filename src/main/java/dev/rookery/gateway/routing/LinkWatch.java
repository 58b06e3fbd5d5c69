package dev.rookery.gateway.routing;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DeliveriesGone;
import dev.rookery.bus.message.BusEvent.DeliveriesMissed;
import dev.rookery.bus.message.BusEvent.LinkHead;
import dev.rookery.cluster.Members;
import dev.rookery.domain.NodeId;
import dev.rookery.telemetry.GatewayMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Notices what was lost on the way from the owners of chats to this gateway, the last message too, and has it sent again.
 * What comes is passed on at once, whatever is missing before it: clients place messages by their seq. On one event loop
 * only.
 */
public final class LinkWatch {
    private static final int MAX_MISSING = 4_096;
    /** An answer needs a round trip; it may be lost as well. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(400).toNanos();

    private final Members members;
    private final NodeId self;
    private final BusClient bus;
    private final Consumer<DeliverFrame> deliver;
    private final GatewayMeters meters;
    private final Map<NodeId, Link> links = new HashMap<>();

    public LinkWatch(Members members, BusClient bus, Consumer<DeliverFrame> deliver, GatewayMeters meters) {
        this.members = members;
        this.self = members.self().id();
        this.bus = bus;
        this.deliver = deliver;
        this.meters = meters;
    }

    public void received(DeliverFrame frame) {
        NodeId owner = frame.link();
        if (owner == null || members.hasVanished(owner) || link(owner).isNew(frame.number())) {
            deliver.accept(frame);
        }
    }

    public void announced(LinkHead head) {
        link(head.owner()).upTo(head.number());
    }

    /** What the owner has not got any more, or must not send again: its clients learn of it from the new owner, or by a sync. */
    public void gone(DeliveriesGone gone) {
        Link link = links.get(gone.owner());
        if (link != null) {
            link.giveUp(gone.first(), gone.last());
        }
    }

    /** To be called a few times a second. */
    public void tick() {
        links.keySet().removeIf(members::hasVanished);
        links.values().forEach(Link::tick);
    }

    private Link link(NodeId owner) {
        return links.computeIfAbsent(owner, Link::new);
    }

    /** Both ends are new with each life of a node, so the first number is always 1. */
    private final class Link {
        private final NodeId owner;
        private final NavigableSet<Long> missing = new TreeSet<>();
        private long highest;
        private long askedAt = System.nanoTime() - ASK_AGAIN_NANOS;

        Link(NodeId owner) {
            this.owner = owner;
        }

        boolean isNew(long number) {
            if (number <= highest) {
                boolean repaired = missing.remove(number);
                if (repaired) {
                    meters.deliveryRepaired();
                }
                return repaired;
            }
            upTo(number - 1);
            highest = number;
            return true;
        }

        void upTo(long number) {
            if (number <= highest) {
                return;
            }
            meters.deliveriesMissed(number - highest);
            long first = Math.max(highest + 1, number - MAX_MISSING + 1);
            meters.deliveriesGivenUp(first - highest - 1);
            for (long lost = first; lost <= number; lost++) {
                missing.add(lost);
            }
            while (missing.size() > MAX_MISSING) {
                meters.deliveriesGivenUp(1);
                missing.remove(missing.first());
            }
            highest = number;
            askedAt = System.nanoTime() - ASK_AGAIN_NANOS;
            tick();
        }

        void giveUp(long first, long last) {
            NavigableSet<Long> range = missing.subSet(first, true, last, true);
            meters.deliveriesGivenUp(range.size());
            range.clear();
        }

        void tick() {
            long now = System.nanoTime();
            if (!missing.isEmpty() && now - askedAt >= ASK_AGAIN_NANOS) {
                askedAt = now;
                bus.tell(BusAddress.chat(owner), new DeliveriesMissed(self, missing.first(), missing.last()));
            }
        }
    }
}
