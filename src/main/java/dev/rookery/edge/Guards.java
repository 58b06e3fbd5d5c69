package dev.rookery.edge;

import dev.rookery.config.RookeryConfig.ConnectionConfig;
import dev.rookery.telemetry.EdgeMeters;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Puts the guards into the pipeline of each connection before anything is read from it. The names in it, and
 * {@link ConnectionBase}, are no public API of Vert.x; the tests of raw requests fail if they change.
 */
public final class Guards {
    private static final String DECODER = "httpDecoder";
    private static final String VERTX_HANDLER = "handler";

    private Guards() {}

    /** @param options those of the server, which must not listen yet */
    public static HttpServer before(
            HttpServer server, HttpServerOptions options, ConnectionConfig limits, EdgeMeters meters) {
        return server.connectionHandler(connection -> stand(connection, options, limits, meters));
    }

    private static void stand(
            HttpConnection connection, HttpServerOptions options, ConnectionConfig limits, EdgeMeters meters) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        RequestGuard guard = new RequestGuard(limits, meters);
        pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(options, guard::received));
        pipeline.addBefore(VERTX_HANDLER, "requestGuard", guard);
    }
}
