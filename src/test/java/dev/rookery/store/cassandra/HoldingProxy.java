package dev.rookery.store.cassandra;

import dev.rookery.config.HostPort;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between a client and a server, and can keep the server's answers to itself: then the server has done what it was
 * asked for, and the client does not know.
 */
public final class HoldingProxy {
    private final NetClient client;
    private final HostPort target;
    private final NetServer server;
    private final List<Runnable> held = new ArrayList<>();
    private final List<NetSocket> connections = new ArrayList<>();
    private boolean holding;

    public HoldingProxy(Vertx vertx, HostPort target) {
        this.client = vertx.createNetClient();
        this.target = target;
        this.server = OpenStores.await(
                vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", server.actualPort());
    }

    public synchronized void hold() {
        holding = true;
    }

    public synchronized boolean holdsAnswers() {
        return !held.isEmpty();
    }

    public synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Ends all connections; answers that were held are lost. */
    public synchronized void cut() {
        holding = false;
        held.clear();
        connections.forEach(NetSocket::close);
        connections.clear();
    }

    private void connect(NetSocket downstream) {
        downstream.pause();
        client.connect(target.port(), target.host())
                .onSuccess(upstream -> {
                    downstream.handler(upstream::write);
                    upstream.handler(answer -> pass(answer, downstream));
                    downstream.closeHandler(closed -> upstream.close());
                    upstream.closeHandler(closed -> downstream.close());
                    remember(downstream);
                    downstream.resume();
                })
                .onFailure(failure -> downstream.close());
    }

    private synchronized void remember(NetSocket connection) {
        connections.add(connection);
    }

    private synchronized void pass(Buffer answer, NetSocket downstream) {
        if (holding) {
            held.add(() -> downstream.write(answer));
        } else {
            downstream.write(answer);
        }
    }
}
