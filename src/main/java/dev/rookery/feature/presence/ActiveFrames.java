package dev.rookery.feature.presence;

import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.wire.ClientFrame.Active;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Whether the person at a client is away. */
final class ActiveFrames implements FrameHandler<Active> {
    private final LocalSessions sessions;

    ActiveFrames(LocalSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Class<Active> type() {
        return Active.class;
    }

    @Override
    public Exchange<Active> begin(ClientSession session) {
        return frame -> {
            sessions.away(session, frame.away());
            return Future.<@Nullable ServerFrame>succeededFuture(null);
        };
    }
}
