package dev.rookery.delivery;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.OfferFrame;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transient mode of delivery, for what is wrong or worthless a moment later: presence, typing, calls. An offer is not
 * numbered, never asked for again, and the first to be dropped where a socket is slow; entries of chats take {@link FanOut}
 * instead. Any thread.
 */
public final class Offers {
    private final BusClient bus;

    public Offers(BusClient bus) {
        this.bus = bus;
    }

    /**
     * Tells the sessions that users have at some gateways: one message to each node, encoded once.
     *
     * @param except a session that is left out, or null
     */
    public void send(Collection<NodeId> gateways, List<UserId> users, @Nullable SessionId except, ServerFrame frame) {
        if (!gateways.isEmpty() && !users.isEmpty()) {
            send(gateways, users, except, FrameCodec.encode(frame));
        }
    }

    void send(Collection<NodeId> gateways, List<UserId> users, @Nullable SessionId except, Buffer frame) {
        if (!users.isEmpty()) {
            OfferFrame offer = new OfferFrame(users, except, frame);
            gateways.forEach(gateway -> bus.tell(BusAddress.gateway(gateway), offer));
        }
    }
}
