package dev.rookery.ownership;

import dev.rookery.domain.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** Where other nodes ask whether this one is there. The answer to whatever comes is its id; see {@link Lifeline}. */
final class LifelineServer {
    /** An honest peer asks twice a second. */
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** Far more than a cluster has nodes. */
    private static final int MOST_CONNECTIONS = 256;

    private final NetServer server;
    private final String host;
    private final Buffer answer;
    private int connections;

    private LifelineServer(NetServer server, String host, NodeId self) {
        this.server = server;
        this.host = host;
        this.answer = idOf(self);
    }

    static Buffer idOf(NodeId node) {
        return Buffer.buffer()
                .appendLong(node.value().getMostSignificantBits())
                .appendLong(node.value().getLeastSignificantBits());
    }

    static Future<LifelineServer> open(Vertx vertx, String host, int port, NodeId self) {
        NetServer server = vertx.createNetServer(new NetServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) IDLE.toSeconds()));
        LifelineServer lifelines = new LifelineServer(server, host, self);
        return server.connectHandler(lifelines::accept).listen().map(listening -> lifelines);
    }

    private void accept(NetSocket socket) {
        if (connections == MOST_CONNECTIONS) {
            socket.close();
            return;
        }
        connections++;
        socket.closeHandler(closed -> connections--);
        socket.exceptionHandler(broken -> {});
        socket.handler(question -> {
            if (socket.writeQueueFull()) {
                socket.close();
            } else {
                socket.write(answer);
            }
        });
    }

    /** For the other nodes. */
    String address() {
        return host + ":" + server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }
}
