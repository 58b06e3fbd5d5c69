package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.context.DefaultNettyOptions;
import com.datastax.oss.driver.internal.core.context.NettyOptions;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/**
 * A session whose connections run on event loops of Vert.x instead of threads of the driver's own ("bring your own event
 * loop" in its manual): fewer threads that wake each other up. A node with a single processor does everything on the loop
 * that opens the session, where nothing is handed over at all; with several processors connections spread over all loops.
 */
final class LoopSessionBuilder extends CqlSessionBuilder {
    private final EventLoopGroup loops;
    private final Class<? extends Channel> channel;

    /** On the context of the caller. */
    LoopSessionBuilder(Vertx vertx) {
        ContextInternal opener = (ContextInternal) vertx.getOrCreateContext();
        this.loops = Runtime.getRuntime().availableProcessors() == 1
                ? opener.nettyEventLoop()
                : opener.nettyEventLoop().parent();
        this.channel = channelOf((VertxInternal) vertx);
    }

    /** Loops of epoll do not take sockets of NIO. */
    private static Class<? extends Channel> channelOf(VertxInternal vertx) {
        Channel specimen = vertx.transport().channelFactory(false).newChannel();
        specimen.unsafe().closeForcibly();
        return specimen.getClass();
    }

    @Override
    protected DriverContext buildContext(DriverConfigLoader config, ProgrammaticArguments arguments) {
        return new DefaultDriverContext(config, arguments) {
            @Override
            protected NettyOptions buildNettyOptions() {
                return new DefaultNettyOptions(this) {
                    @Override
                    public EventLoopGroup ioEventLoopGroup() {
                        return loops;
                    }

                    @Override
                    public Class<? extends Channel> channelClass() {
                        return channel;
                    }
                };
            }
        };
    }
}
