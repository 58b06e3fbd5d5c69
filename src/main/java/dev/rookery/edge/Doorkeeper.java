package dev.rookery.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that may not stay as soon as the kernel has handed them over: before TLS, before a pipeline, before a
 * byte is read. It sits on the listening sockets of a node, see {@link GuardedTransport}; ports without an
 * {@link Entrance} are open to all.
 */
@Sharable
public final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private final Map<Integer, Entrance> entrances = new ConcurrentHashMap<>();

    public void guard(int port, Entrance entrance) {
        entrances.put(port, entrance);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Channel connection
                && ctx.channel().localAddress() instanceof InetSocketAddress local
                && entrances.containsKey(local.getPort())
                && !entrances.get(local.getPort()).enter(connection)) {
            connection.unsafe().closeForcibly();
        } else {
            ctx.fireChannelRead(message);
        }
    }
}
