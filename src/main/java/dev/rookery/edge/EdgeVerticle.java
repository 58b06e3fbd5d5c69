package dev.rookery.edge;

import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.telemetry.EdgeMeters;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event loop of the public port. All instances share the port; a connection stays on the loop that accepted it, with
 * everything the mounted modules keep for it.
 */
public final class EdgeVerticle extends VerticleBase {
    /** Longer than any timeout of ours: this one ends streams of events whose client reads nothing, not sessions. */
    private static final int IDLE_SECONDS = 90;

    private static final int MAX_INITIAL_LINE = 8_192;

    private final HttpConfig config;
    private final List<HttpModule> modules;
    private final EdgeMeters meters;
    private final AtomicInteger boundPort;

    /** @param boundPort receives the port that was bound, for settings that ask for a free one */
    public EdgeVerticle(HttpConfig config, List<HttpModule> modules, EdgeMeters meters, AtomicInteger boundPort) {
        this.config = config;
        this.meters = meters;
        this.modules = List.copyOf(modules);
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        Preamble.mount(router);
        Optional<PublicTls> tls = PublicTls.of(vertx, config.tls());
        tls.ifPresent(secured -> secured.mount(router));
        Future<Void> mounted = Future.succeededFuture();
        for (HttpModule module : modules) {
            mounted = mounted.compose(done -> module.mount(vertx, router));
        }
        return mounted.compose(done -> listen(router, tls));
    }

    private Future<HttpServer> listen(Router router, Optional<PublicTls> tls) {
        // A negative port is a free one that all instances of this deployment share; 0 would give each its own.
        int port = config.port() == 0 ? -1 : config.port();
        HttpServerOptions options = options();
        tls.ifPresent(secured -> secured.configure(options));
        return Guards.before(vertx.createHttpServer(options), options, config.connections(), meters)
                .requestHandler(router)
                .listen(port, config.host())
                .compose(server -> {
                    boundPort.set(server.actualPort());
                    return tls.map(secured -> secured.follow(server))
                            .orElse(Future.succeededFuture())
                            .map(server);
                });
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setSslHandshakeTimeout(config.connections().headTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(MAX_INITIAL_LINE)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true)
                .setTcpNoDelay(true)
                // Compression of WebSocket messages costs 96 KB per active connection and leaks lengths (CRIME).
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .addWebSocketSubProtocol(FrameCodec.SUBPROTOCOL)
                .setMaxWebSocketFrameSize(FrameCodec.MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(FrameCodec.MAX_MESSAGE_BYTES);
    }
}
