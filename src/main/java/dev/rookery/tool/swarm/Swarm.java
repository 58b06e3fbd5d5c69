package dev.rookery.tool.swarm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The one event loop that all clients live on: it takes one core at most, and their state needs no locks. Everything of
 * this package is used on that loop, by way of {@link #await}.
 */
public final class Swarm implements AutoCloseable {
    private static final int CONNECTIONS = 200_000;
    private static final int HTTP_CONNECTIONS = 32;
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(HTTP_CONNECTIONS));
    private final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(CONNECTIONS)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setTcpNoDelay(true)
            .setMaxFrameSize(FrameCodec.MAX_MESSAGE_BYTES)
            .setMaxMessageSize(FrameCodec.MAX_MESSAGE_BYTES));
    private final Rest rest = new Rest(http);

    /** Does the work on the loop and blocks until it is done; not to be called on the loop. */
    @CanIgnoreReturnValue
    public <T> T await(Supplier<Future<T>> work) throws InterruptedException, ExecutionException {
        return begin(work).get();
    }

    /** Does the work on the loop. */
    public <T> CompletableFuture<T> begin(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> {
            try {
                work.get().onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future().toCompletionStage().toCompletableFuture();
    }

    public Vertx vertx() {
        return vertx;
    }

    public Rest rest() {
        return rest;
    }

    WebSocketClient sockets() {
        return sockets;
    }

    /** Drops every connection. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
