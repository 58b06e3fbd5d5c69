package dev.rookery.torture;

import dev.rookery.config.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * A wire that can be cut: forwards TCP connections of a free loopback port to a target. Cut, it says nothing: bytes that
 * come are kept back and nobody is told, as with a broken cable. Healed, it breaks the connections that were cut, since
 * their bytes are late. Any thread.
 */
final class CuttingProxy {
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final HostPort target;
    private final NetClient client;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean cut;

    private CuttingProxy(Vertx vertx, HostPort target) {
        this.target = target;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS));
    }

    /** Lives as long as that Vert.x. Blocks; not to be called on an event loop. */
    static CuttingProxy before(HostPort target, Vertx vertx) throws InterruptedException, ExecutionException {
        CuttingProxy proxy = new CuttingProxy(vertx, target);
        proxy.port = vertx.createNetServer()
                .connectHandler(proxy::accept)
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return proxy;
    }

    HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    void cut() {
        cut = true;
        open.forEach(NetSocket::pause);
    }

    void heal() {
        cut = false;
        open.forEach(CuttingProxy::drop);
    }

    private void accept(NetSocket near) {
        near.pause();
        if (cut) {
            track(near);
            return;
        }
        client.connect(target.port(), target.host())
                .onSuccess(far -> {
                    track(near);
                    track(far);
                    near.pipeTo(far).onFailure(broken -> drop(near));
                    far.pipeTo(near).onFailure(broken -> drop(far));
                    if (cut) {
                        near.pause();
                        far.pause();
                    }
                })
                .onFailure(refused -> drop(near));
    }

    private void track(NetSocket socket) {
        open.add(socket);
        // Breaking them is what it is for; without a handler each would be logged.
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> open.remove(socket));
    }

    private static void drop(NetSocket socket) {
        Future<Void> unused = socket.close();
    }
}
