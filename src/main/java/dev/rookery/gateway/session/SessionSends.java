package dev.rookery.gateway.session;

import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler.Exchange;
import dev.rookery.ownership.OrderedSends;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The messages of a session, those of a chat in the order in which they came. On its event loop only. */
final class SessionSends implements Exchange<ClientFrame.Send> {
    private final ClientSession session;
    private final OrderedSends ordered;
    private final GatewayMeters meters;

    SessionSends(ClientSession session, OrderedSends ordered, GatewayMeters meters) {
        this.session = session;
        this.ordered = ordered;
        this.meters = meters;
    }

    @Override
    public Future<@Nullable ServerFrame> answer(ClientFrame.Send frame) {
        long arrived = session.now();
        return ordered.send(new SendMessage(
                        frame.chat(),
                        session.user(),
                        session.device(),
                        session.id(),
                        frame.clientId(),
                        frame.content()))
                .map(stored -> {
                    meters.acked(Duration.ofNanos(session.now() - arrived));
                    return new ServerFrame.Ack(
                            frame.id(), frame.chat(), frame.clientId(), stored.seq(), stored.at(), stored.epoch());
                });
    }
}
