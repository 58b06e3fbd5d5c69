package dev.rookery.tool.terminal;

import dev.rookery.tool.engine.EngineException;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to a node, which asks for a sign of life when it hears nothing, sooner while an answer is missing, and is given
 * up when none comes, as docs/client.md says. On the event loop that opened it.
 */
final class NodeSocket {
    static final short NORMAL = 1000;

    private static final int ABNORMAL = 1006;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int TICK_MS = 500;
    private static final int DEFAULT_HEARTBEAT_SECONDS = 25;
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How long nothing may be heard while an answer is missing. */
    private static final long UNANSWERED = Duration.ofSeconds(3).toNanos();

    private final Vertx vertx;
    private final WebSocket socket;
    private long patience = Duration.ofSeconds(2L * DEFAULT_HEARTBEAT_SECONDS).toNanos();
    private long lastHeard = System.nanoTime();
    private long askedAt;
    private boolean asked;
    private long waitingSince;
    private boolean waiting;

    private NodeSocket(Vertx vertx, WebSocket socket) {
        this.vertx = vertx;
        this.socket = socket;
    }

    /** What happens on an open socket. */
    interface Listener {
        void received(String text, JsonObject frame);

        /** The last call; the code is 1006 if there was none. */
        void closed(int code, @Nullable String reason);
    }

    /** Fails as {@link WebSocketClient#connect} does. */
    static Future<NodeSocket> open(Vertx vertx, WebSocketClient client, URI node, String token, Listener listener) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost(node.getHost())
                .setPort(port(node))
                .setSsl("wss".equals(node.getScheme()))
                .setURI(node.getPath().replaceAll("/$", "") + "/v1/ws")
                .setTimeout(CONNECT_TIMEOUT.toMillis())
                .addSubProtocol(FrameCodec.SUBPROTOCOL)
                .putHeader("Authorization", "Bearer " + token);
        return client.connect(options).map(socket -> {
            NodeSocket opened = new NodeSocket(vertx, socket);
            opened.listen(listener);
            return opened;
        });
    }

    /** Throws unless it is the URL of a node. */
    static int port(URI node) {
        if (node.getHost() == null || !("ws".equals(node.getScheme()) || "wss".equals(node.getScheme()))) {
            throw new EngineException(node + " is not the URL of a node: it looks like ws://127.0.0.1:8080");
        }
        if (node.getPort() > 0) {
            return node.getPort();
        }
        return "wss".equals(node.getScheme()) ? 443 : 80;
    }

    private void listen(Listener listener) {
        long timer = vertx.setPeriodic(TICK_MS, tick -> watch());
        socket.textMessageHandler(text -> {
            lastHeard = System.nanoTime();
            asked = false;
            JsonObject frame = new JsonObject(text);
            if ("welcome".equals(frame.getString("type"))) {
                int heartbeat = frame.getInteger("heartbeatSeconds", DEFAULT_HEARTBEAT_SECONDS);
                patience = Duration.ofSeconds(2L * heartbeat).toNanos();
            }
            listener.received(text, frame);
        });
        // The close handler tells it.
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(end -> {
            boolean unused = vertx.cancelTimer(timer);
            Short code = socket.closeStatusCode();
            listener.closed(code == null ? ABNORMAL : code, socket.closeReason());
        });
    }

    private void watch() {
        long now = System.nanoTime();
        boolean unanswered = waiting && now - Math.max(lastHeard, waitingSince) > UNANSWERED;
        if (!asked && (unanswered || now - lastHeard > patience)) {
            asked = true;
            askedAt = now;
            write("{\"type\":\"ping\"}").onFailure(gone -> {});
        } else if (asked && now - askedAt > ANSWER.toNanos()) {
            socket.shutdown(0, TimeUnit.MILLISECONDS).onFailure(gone -> {});
        }
    }

    /** Whether something that was sent has no answer yet; to be called again and again. */
    void awaitsAnswer(boolean now) {
        if (now && !waiting) {
            waitingSince = System.nanoTime();
        }
        waiting = now;
    }

    Future<Void> write(String frame) {
        return socket.writeTextMessage(frame);
    }

    /** Says goodbye; {@link Listener#closed} comes in any case. */
    void close() {
        socket.close(NORMAL).onFailure(gone -> {});
    }
}
