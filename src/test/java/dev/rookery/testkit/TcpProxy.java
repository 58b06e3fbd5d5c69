package dev.rookery.testkit;

import dev.rookery.config.HostPort;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A wire that can be cut: forwards TCP connections of a free loopback port to a target until {@link #cut}, which breaks
 * all of them and refuses new ones, and again after {@link #heal}. Or that falls silent: see {@link #stall}.
 */
public final class TcpProxy implements AutoCloseable {
    private static final long PATIENCE_SECONDS = Patience.SECONDS;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile HostPort target;
    private volatile boolean cut;
    private volatile boolean refusesUpgrades;

    public TcpProxy(HostPort target) {
        this(target, new NetServerOptions());
    }

    /** @param options of the side that is connected to, such as TLS */
    public TcpProxy(HostPort target, NetServerOptions options) {
        this.target = target;
        NetServer server = vertx.createNetServer(options).connectHandler(this::accept);
        try {
            this.port =
                    server.listen(0, "127.0.0.1").map(NetServer::actualPort).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the proxy could not listen", e);
        }
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    public void cut() {
        cut = true;
        open.forEach(socket -> socket.close().onFailure(ignored -> {}));
    }

    public void heal() {
        cut = false;
    }

    /** WebSockets are refused from now on, as by a proxy of a company that knows requests and answers only. */
    public void refuseUpgrades() {
        refusesUpgrades = true;
    }

    /** Nothing comes through any more on connections that are open, which stay open; new ones are served. */
    public void stall() {
        open.forEach(NetSocket::pause);
    }

    /** Where connections lead from now on; those that are open stay. */
    public void leadTo(HostPort target) {
        this.target = target;
    }

    private void accept(NetSocket near) {
        if (cut) {
            near.close().onFailure(ignored -> {});
            return;
        }
        near.pause();
        client.connect(target.port(), target.host())
                .onSuccess(far -> {
                    track(near);
                    track(far);
                    far.pipeTo(near).onFailure(ignored -> {});
                    if (refusesUpgrades) {
                        near.handler(first -> passUnlessUpgrade(first, near, far));
                        near.resume();
                    } else {
                        near.pipeTo(far).onFailure(ignored -> {});
                    }
                })
                .onFailure(refused -> near.close().onFailure(ignored -> {}));
    }

    /** Browsers make a connection of its own for each WebSocket, so the first request tells. */
    private static void passUnlessUpgrade(Buffer first, NetSocket near, NetSocket far) {
        if (first.toString().startsWith("GET /v1/ws ")) {
            near.end(Buffer.buffer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                    .onFailure(ignored -> {});
            return;
        }
        far.write(first).onFailure(ignored -> {});
        near.pipeTo(far).onFailure(ignored -> {});
    }

    private void track(NetSocket socket) {
        open.add(socket);
        socket.closeHandler(closed -> open.remove(socket));
    }

    @Override
    public void close() {
        cut();
        try {
            vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the proxy could not be closed", e);
        }
    }
}
