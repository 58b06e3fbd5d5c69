package dev.rookery.tool.torture;

import dev.rookery.config.HostPort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A wire that can be cut: forwards TCP connections of a free port to a target. Cut, it says nothing: bytes that come are
 * kept back and nobody is told, as with a broken cable. Healed, it breaks the connections that were cut, since their bytes
 * are late. It can also hold back what goes to the target, and deliver it when whoever wrote it has long been replaced.
 * All methods may be called from any thread.
 */
final class CuttingProxy {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** For the target to answer what comes late. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final long LOOK_MS = 100;

    enum State {
        OPEN,
        CUT,
        HOLDING
    }

    private final HostPort target;
    private final Vertx vertx;
    private final Context loop;
    private final NetClient client;
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private volatile HostPort address;
    private State state = State.OPEN;

    private CuttingProxy(HostPort target, Vertx vertx, String host) {
        this.target = target;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS));
        this.address = new HostPort(host, 0);
    }

    /**
     * Lives as long as that Vert.x, which has one event loop. Blocks; not to be called on it.
     *
     * @param host address of this machine to listen on
     */
    static CuttingProxy before(HostPort target, Vertx vertx, String host)
            throws InterruptedException, ExecutionException {
        CuttingProxy proxy = new CuttingProxy(target, vertx, host);
        int port = vertx.createNetServer()
                .connectHandler(proxy::accept)
                .listen(0, host)
                .map(NetServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        proxy.address = new HostPort(host, port);
        return proxy;
    }

    HostPort address() {
        return address;
    }

    void cut() {
        onLoop(() -> become(State.CUT));
    }

    void heal() {
        onLoop(this::open);
    }

    /** From now on nothing reaches the target, not even when the client goes away; answers still come. */
    void hold() {
        onLoop(() -> become(State.HOLDING));
    }

    /** The messages that are held back. */
    Future<Set<String>> held() {
        return onLoop(() -> Future.succeededFuture(messagesOf(connections)));
    }

    /** Heals, but first the target gets all that was held back. Completes with the messages in what it answered. */
    Future<Set<String>> deliver() {
        return onLoop(() -> {
            List<ProxiedConnection> late = connections.stream()
                    .filter(connection -> !HeldWrites.in(connection.held()).isEmpty())
                    .toList();
            connections.forEach(ProxiedConnection::deliver);
            Promise<Set<String>> delivered = Promise.promise();
            long deadline = System.nanoTime() + ANSWER.toNanos();
            vertx.setPeriodic(LOOK_MS, timer -> {
                boolean answered = late.stream().allMatch(ProxiedConnection::isAnswered);
                if (answered || System.nanoTime() > deadline) {
                    vertx.cancelTimer(timer);
                    open();
                    delivered.complete(messagesOf(
                            late.stream().filter(ProxiedConnection::isAnswered).toList()));
                }
            });
            return delivered.future();
        });
    }

    private static Set<String> messagesOf(Collection<ProxiedConnection> connections) {
        Set<String> clientIds = new HashSet<>();
        connections.forEach(connection -> clientIds.addAll(HeldWrites.in(connection.held())));
        return clientIds;
    }

    private void become(State next) {
        state = next;
        connections.forEach(connection -> connection.become(next));
    }

    private void open() {
        List<ProxiedConnection> late = state == State.OPEN ? List.of() : List.copyOf(connections);
        state = State.OPEN;
        late.forEach(ProxiedConnection::drop);
    }

    private void accept(NetSocket near) {
        near.pause();
        AtomicBoolean gone = new AtomicBoolean();
        near.closeHandler(closed -> gone.set(true));
        client.connect(target.port(), target.host())
                .onSuccess(far -> {
                    if (gone.get()) {
                        var unused = far.close();
                        return;
                    }
                    ProxiedConnection connection = new ProxiedConnection(near, far, connections::remove);
                    connections.add(connection);
                    connection.become(state);
                    if (state != State.CUT) {
                        near.resume();
                    }
                })
                .onFailure(refused -> {
                    var unused = near.close();
                });
    }

    private void onLoop(Runnable work) {
        var unused = onLoop(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> work.get().onComplete(done));
        return done.future();
    }
}
