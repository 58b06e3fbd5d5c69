package dev.rookery.chat;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEvent.DeliverFrame;
import dev.rookery.bus.BusEvent.DeliveriesGone;
import dev.rookery.bus.BusEvent.DeliveriesMissed;
import dev.rookery.bus.BusEvent.LinkHead;
import dev.rookery.bus.Deadline;
import dev.rookery.bus.Members;
import dev.rookery.domain.NodeId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The bus loses messages with its connections, and says nothing. So deliveries to a gateway are numbered, the last number
 * is announced about once a second while there was something, and what the gateway misses is sent again. Large frames
 * take a {@link Lane} of their own. On one event loop only.
 */
final class GatewayLinks {
    /** A connection that takes a frame for so long is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final BusClient bus;
    private final Members members;
    private final NodeId self;
    private final Map<NodeId, Way> ways = new HashMap<>();

    GatewayLinks(Vertx vertx, BusClient bus, Members members) {
        this.vertx = vertx;
        this.bus = bus;
        this.members = members;
        this.self = members.self().id();
    }

    private record Way(GatewayLink link, Lane<FanOut> lane) {}

    void send(NodeId gateway, DeliverFrame frame, FanOut source) {
        Way way = ways.computeIfAbsent(gateway, this::open);
        if (!way.lane().takes(frame, source)) {
            bus.tell(BusAddress.gateway(gateway), way.link().next(frame, source));
        } else if (!way.lane().add(frame, source)) {
            way.link().skip();
        }
    }

    private Way open(NodeId gateway) {
        GatewayLink link = new GatewayLink(self);
        return new Way(
                link,
                new Lane<>((frame, source) -> Deadline.within(
                        vertx, PATIENCE, bus.pass(BusAddress.gateway(gateway), link.next(frame, source)))));
    }

    /** To be called about once a second. */
    void tick() {
        ways.keySet().removeIf(members::hasVanished);
        ways.forEach((gateway, way) -> {
            if (way.link().tick()) {
                bus.tell(
                        BusAddress.gateway(gateway),
                        new LinkHead(self, way.link().head()));
            }
        });
    }

    void again(DeliveriesMissed missed) {
        Way way = ways.get(missed.gateway());
        if (way == null) {
            return;
        }
        BusAddress address = BusAddress.gateway(missed.gateway());
        long gone = way.link().again(missed.first(), missed.last(), frame -> bus.tell(address, frame));
        if (gone > 0) {
            bus.tell(address, new DeliveriesGone(self, missed.first(), missed.last()));
        }
    }
}
