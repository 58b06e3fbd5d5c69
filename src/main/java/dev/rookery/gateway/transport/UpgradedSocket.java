package dev.rookery.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A WebSocket of Vert.x together with the Netty channel beneath it. The one place that reaches into what is not public
 * API of Vert.x ({@link ConnectionBase} and the name of its handler); every test of the gateway fails if that changes.
 *
 * @param channel the place in the pipeline at which Vert.x sits
 */
public record UpgradedSocket(ServerWebSocket socket, ChannelHandlerContext channel) {
    private static final String VERTX_HANDLER = "handler";

    /** Turns a request that was paused when it came into a WebSocket that is paused. */
    public static Future<UpgradedSocket> upgrade(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return request.toWebSocket().map(socket -> {
            // In the turn of the upgrade: what comes before somebody listens would be lost.
            socket.pause();
            return new UpgradedSocket(socket, channel.pipeline().context(VERTX_HANDLER));
        });
    }
}
