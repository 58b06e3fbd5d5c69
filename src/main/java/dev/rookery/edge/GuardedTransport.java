package dev.rookery.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/** The best transport of this machine, with a {@link Doorkeeper} on every listening socket. */
public final class GuardedTransport implements Transport {
    private final Transport best;
    private final io.vertx.core.spi.transport.Transport guarded;

    public GuardedTransport(Doorkeeper doorkeeper) {
        Transport fast = Transport.nativeTransport();
        this.best = fast != null && fast.available() ? fast : Transport.NIO;
        this.guarded = new Guarded(best.implementation(), doorkeeper);
    }

    @Override
    public String name() {
        return best.name();
    }

    @Override
    public boolean available() {
        return best.available();
    }

    @Override
    public Throwable unavailabilityCause() {
        return best.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return guarded;
    }

    @SuppressWarnings("deprecation") // of Netty; the interface of Vert.x has it
    private record Guarded(io.vertx.core.spi.transport.Transport transport, Doorkeeper doorkeeper)
            implements io.vertx.core.spi.transport.Transport {

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            transport.configure(options, domainSocket, bootstrap);
            bootstrap.handler(doorkeeper);
        }

        @Override
        public boolean supportsDomainSockets() {
            return transport.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return transport.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return transport.isAvailable();
        }

        @Override
        public Throwable unavailabilityCause() {
            return transport.unavailabilityCause();
        }

        @Override
        public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return transport.ioHandlerFactory();
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
            return transport.eventLoopGroup(type, threads, factory, ioRatio);
        }

        @Override
        public DatagramChannel datagramChannel() {
            return transport.datagramChannel();
        }

        @Override
        public DatagramChannel datagramChannel(io.netty.channel.socket.InternetProtocolFamily family) {
            return transport.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return transport.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return transport.serverChannelFactory(domainSocket);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            transport.configure(channel, options);
        }

        @Override
        public void configure(
                ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
            transport.configure(options, connectTimeout, domainSocket, bootstrap);
        }
    }
}
