package dev.rookery.gateway.session;

import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.wire.ClientFrame.Ping;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;

/** Gives a sign of life. */
public final class PingFrames implements FrameHandler<Ping> {

    @Override
    public Class<Ping> type() {
        return Ping.class;
    }

    @Override
    public Exchange<Ping> begin(ClientSession session) {
        return ping -> Future.succeededFuture(new ServerFrame.Pong(ping.id()));
    }
}
