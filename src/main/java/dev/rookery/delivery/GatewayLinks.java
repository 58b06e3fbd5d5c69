package dev.rookery.delivery;

import dev.rookery.async.Deadline;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DeliveriesGone;
import dev.rookery.bus.message.BusEvent.DeliveriesMissed;
import dev.rookery.bus.message.BusEvent.LinkHead;
import dev.rookery.cluster.Members;
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
public final class GatewayLinks {
    /** A connection that takes a frame for so long is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final BusClient bus;
    private final Members members;
    private final NodeId self;
    private final Map<NodeId, Way> ways = new HashMap<>();

    public GatewayLinks(Vertx vertx, BusClient bus, Members members) {
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
    public void tick() {
        ways.keySet().removeIf(members::hasVanished);
        ways.forEach((gateway, way) -> {
            if (way.link().tick()) {
                bus.tell(
                        BusAddress.gateway(gateway),
                        new LinkHead(self, way.link().head()));
            }
        });
    }

    public void again(DeliveriesMissed missed) {
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
