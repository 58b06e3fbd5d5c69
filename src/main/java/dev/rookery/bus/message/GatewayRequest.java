package dev.rookery.bus.message;

import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asked of a gateway node. */
public sealed interface GatewayRequest<R extends BusReply> extends BusRequest<R> {

    /**
     * A poll that came to another node than the one that has its session.
     *
     * @param events how many events of the session its client has
     * @param waitMs how long it may wait for more
     * @param places how far the client got, as far as it says
     */
    record ContinuePoll(
            UserId user, DeviceId device, SessionId session, long events, long waitMs, List<Position> places)
            implements GatewayRequest<PollAnswer> {
        public ContinuePoll {
            places = List.copyOf(places);
        }
    }

    /** @param body what the client is answered; null if the session is not there, or is not that device's */
    record PollAnswer(@Nullable Buffer body) implements BusReply {}
}
