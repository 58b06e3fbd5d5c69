package dev.rookery.tool.swarm;

import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One WebSocket of one device. Frames are read where they stand: parsing all of them would cost more than the rest. */
public final class Wire {
    private static final long CONNECT_TIMEOUT_MS = 10_000;
    private static final short NORMAL = 1000;

    private final WebSocket socket;
    private boolean open = true;

    private Wire(WebSocket socket) {
        this.socket = socket;
    }

    /** What comes in, on the event loop of the swarm. */
    public interface Listener {
        /** A frame as it came, besides the welcome. */
        void received(String frame);

        /** The last call; the code is 1006 if there was none. */
        void closed(int code);
    }

    /** Completes with the welcome. Fails with {@link RefusedException} if the node refused the handshake. */
    public static Future<Wire> open(Swarm swarm, URI node, String token, Listener listener) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost(node.getHost())
                .setPort(node.getPort())
                .setSsl("https".equals(node.getScheme()))
                .setURI("/v1/ws")
                .setTimeout(CONNECT_TIMEOUT_MS)
                .addSubProtocol(FrameCodec.SUBPROTOCOL)
                .putHeader("Authorization", "Bearer " + token);
        Promise<Wire> welcomed = Promise.promise();
        swarm.sockets()
                .connect(options)
                .onSuccess(socket -> new Wire(socket).listen(listener, welcomed))
                .onFailure(failure -> welcomed.tryFail(refusal(failure)));
        return welcomed.future();
    }

    private static Throwable refusal(Throwable failure) {
        if (failure instanceof UpgradeRejectedException refused) {
            String body = refused.getBody() == null ? "" : refused.getBody().toString();
            return new RefusedException(refused.getStatus(), FrameText.string(body, "code"), body);
        }
        return failure;
    }

    private void listen(Listener listener, Promise<Wire> welcomed) {
        socket.textMessageHandler(frame -> {
            if (welcomed.tryComplete(this)) {
                return; // The welcome.
            }
            listener.received(frame);
        });
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(end -> {
            open = false;
            @Nullable Short code = socket.closeStatusCode();
            if (!welcomed.tryFail("closed before the welcome, code " + code)) {
                listener.closed(code == null ? 1006 : code);
            }
        });
    }

    /** @param text of characters that JSON need not escape */
    public void send(String chat, String clientId, String text) {
        var unused = socket.writeTextMessage("{\"type\":\"send\",\"chat\":\"" + chat + "\",\"clientId\":\"" + clientId
                + "\",\"content\":{\"kind\":\"message\",\"text\":\"" + text + "\"}}");
    }

    /** Any frame. */
    public void write(String frame) {
        var unused = socket.writeTextMessage(frame);
    }

    public boolean isOpen() {
        return open;
    }

    /** Does not wait for the other side to agree; {@link Listener#closed} comes in any case. */
    public void close() {
        var unused = socket.close(NORMAL);
    }
}
