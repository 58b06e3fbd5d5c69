package dev.rookery.tool.torture;

import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Swarm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections to one node that keep to no rule: they write the bytes they are told to. On an event loop of their own, so that
 * the load does not slow down the clients beside it.
 */
final class HostileSockets implements AutoCloseable {
    private static final int FIN_TEXT = 0x81;
    private static final int TEXT = 0x01;
    private static final int HEADER = 14;
    private static final int CONNECT_MS = 10_000;
    private static final int HANDSHAKE_MS = 10_000;

    private final Swarm swarm = new Swarm();
    private final URI node;
    private final NetClient client;
    private final Set<NetSocket> open = new HashSet<>();
    /** Sessions that were let in, those that were not, and connections that the node closed. */
    final AtomicInteger letIn = new AtomicInteger();

    final AtomicInteger refused = new AtomicInteger();

    final AtomicInteger cutOff = new AtomicInteger();
    private boolean leaving;

    HostileSockets(URI node) {
        this.node = node;
        this.client = swarm.vertx()
                .createNetClient(
                        new NetClientOptions().setConnectTimeout(CONNECT_MS).setTcpNoDelay(true));
    }

    Swarm swarm() {
        return swarm;
    }

    /** On the loop. */
    Future<NetSocket> connect() {
        return client.connect(node.getPort(), node.getHost()).map(socket -> {
            open.add(socket);
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(gone -> {
                open.remove(socket);
                if (!leaving) {
                    cutOff.incrementAndGet();
                }
            });
            return socket;
        });
    }

    /** A WebSocket session of that device; fails if it is not let in. */
    Future<NetSocket> session(Account who) {
        return connect().compose(socket -> {
            Promise<NetSocket> upgraded = Promise.promise();
            socket.handler(answer -> {
                socket.handler(unread -> {});
                if (answer.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101")) {
                    letIn.incrementAndGet();
                    upgraded.tryComplete(socket);
                } else {
                    refused.incrementAndGet();
                    upgraded.tryFail("refused");
                }
            });
            return socket.write("GET /v1/ws HTTP/1.1\r\nHost: " + node.getAuthority()
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Protocol: rookery.v1\r\nAuthorization: Bearer " + who.token()
                            + "\r\n\r\n")
                    .compose(written -> upgraded.future())
                    .timeout(HANDSHAKE_MS, TimeUnit.MILLISECONDS);
        });
    }

    /** One after the other, each when the one before was taken by the network; ends quietly when the node has enough. */
    static Future<Void> writeAll(NetSocket socket, Buffer bytes, int times) {
        return times == 0
                ? Future.succeededFuture()
                : socket.write(bytes)
                        .compose(taken -> writeAll(socket, bytes, times - 1), gone -> Future.succeededFuture());
    }

    /** @param last whether the message ends with it */
    static Buffer frame(String text, boolean last) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) (last ? FIN_TEXT : TEXT))
                // Masked, with zeros, which leave the payload as it is.
                .put((byte) (0x80 | 127))
                .putLong(payload.length)
                .putInt(0)
                .put(payload);
        return Buffer.buffer(frame.array());
    }

    @Override
    public void close() {
        swarm.vertx().runOnContext(turn -> leaving = true);
        swarm.close();
    }
}
