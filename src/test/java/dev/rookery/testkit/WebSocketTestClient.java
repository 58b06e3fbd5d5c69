package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client of the WebSocket protocol for tests: sends frames, keeps what comes, waits for a frame that fits. Blocks the
 * test's thread with a limit on time, so it is never to be used on an event loop.
 */
public final class WebSocketTestClient implements AutoCloseable {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final int MAX_BYTES = 4 << 20;
    /** Left to itself the kernel takes tens of megabytes for a client that does not read. */
    private static final int RECEIVE_BYTES = 256 << 10;

    private final WebSocketClient client;
    private final ClientWebSocket socket;
    private final List<JsonObject> inbox = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private WebSocketTestClient(Vertx vertx) {
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxFrameSize(MAX_BYTES)
                .setMaxMessageSize(MAX_BYTES)
                .setReceiveBufferSize(RECEIVE_BYTES)
                .setTryUsePerMessageCompression(true));
        socket = client.webSocket();
        socket.textMessageHandler(text -> keep(new JsonObject(text)));
        socket.closeHandler(gone -> {
            Short code = socket.closeStatusCode();
            closed.complete(code == null ? 1006 : code.intValue());
        });
    }

    /** Connects with an access token and waits for the welcome. */
    public static WebSocketTestClient withToken(Vertx vertx, int port, String accessToken) {
        WebSocketTestClient client = connect(vertx, options(port).addHeader("Authorization", "Bearer " + accessToken));
        client.await("welcome");
        return client;
    }

    /** Connects with a ticket, as browsers do, and waits for the welcome. */
    public static WebSocketTestClient withTicket(Vertx vertx, int port, String ticket) {
        WebSocketTestClient client = connect(vertx, options(port).addSubProtocol(ticket));
        client.await("welcome");
        return client;
    }

    /** Connects as told; throws {@link io.vertx.core.http.UpgradeRejectedException} if the server refuses. */
    public static WebSocketTestClient connect(Vertx vertx, WebSocketConnectOptions options) {
        WebSocketTestClient client = new WebSocketTestClient(vertx);
        try {
            WebSocket connected = resultOf(client.socket.connect(options));
            if (!FrameCodec.SUBPROTOCOL.equals(connected.subProtocol())) {
                throw new AssertionError("answered with subprotocol " + connected.subProtocol());
            }
            return client;
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    /** The address of the gateway on this machine, with the subprotocol offered. */
    public static WebSocketConnectOptions options(int port) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/ws")
                .setAllowOriginHeader(false)
                .addSubProtocol(FrameCodec.SUBPROTOCOL);
    }

    /** The HTTP headers of the server's answer to the handshake. */
    public MultiMap handshakeHeaders() {
        return socket.headers();
    }

    public void send(JsonObject frame) {
        sendText(frame.encode());
    }

    public void sendText(String text) {
        resultOf(socket.writeTextMessage(text));
    }

    public void sendBinary(Buffer bytes) {
        resultOf(socket.writeBinaryMessage(bytes));
    }

    /** Sends a message with a clientId of its own and does not wait; the answer's {@code clientId} is what comes back. */
    @CanIgnoreReturnValue
    public String sendMessage(String chat, String text) {
        String clientId = UUID.randomUUID().toString();
        send(new JsonObject()
                .put("type", "send")
                .put("chat", chat)
                .put("clientId", clientId)
                .put("content", Contents.message(text)));
        return clientId;
    }

    /** Sends a message and waits for its ack; an error frame fails the test. */
    @CanIgnoreReturnValue
    public JsonObject sendAndAwaitAck(String chat, String text) {
        String clientId = sendMessage(chat, text);
        JsonObject answer = await(
                frame -> clientId.equals(frame.getString("clientId")) && !"entry".equals(frame.getString("type")));
        if (!"ack".equals(answer.getString("type"))) {
            throw new AssertionError("refused: " + answer.encode());
        }
        return answer;
    }

    @CanIgnoreReturnValue
    public JsonObject await(String type) {
        return await(frame -> type.equals(frame.getString("type")));
    }

    @CanIgnoreReturnValue
    public JsonObject await(Predicate<JsonObject> wanted) {
        return await(wanted, PATIENCE);
    }

    /** Takes the first frame that fits out of the inbox, waiting for it if it has not come yet. */
    @CanIgnoreReturnValue
    public JsonObject await(Predicate<JsonObject> wanted, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (inbox) {
            while (true) {
                JsonObject found = take(wanted);
                if (found != null) {
                    return found;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such frame within " + atMost + ", closed: " + closed + ", got: "
                            + inbox.stream().map(WebSocketTestClient::shortened).toList());
                }
                try {
                    inbox.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Frames that came and were not awaited. */
    public List<JsonObject> inbox() {
        synchronized (inbox) {
            return List.copyOf(inbox);
        }
    }

    /** Waits until the connection is over. */
    @CanIgnoreReturnValue
    public int awaitClose() {
        return awaitClose(PATIENCE);
    }

    /** @return the close code, 1006 if the connection ended without one */
    @CanIgnoreReturnValue
    public int awaitClose(Duration atMost) {
        try {
            return closed.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("still open after " + atMost, e);
        }
    }

    public @Nullable String closeReason() {
        return socket.closeReason();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Reads nothing from the network until {@link #resumeReading}. */
    public void pauseReading() {
        socket.pause();
    }

    public void resumeReading() {
        socket.resume();
    }

    /** The socket itself, for what a well-behaved client would not do. */
    public WebSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        resultOf(client.close());
    }

    private void keep(JsonObject frame) {
        synchronized (inbox) {
            inbox.add(frame);
            inbox.notifyAll();
        }
    }

    private @Nullable JsonObject take(Predicate<JsonObject> wanted) {
        for (Iterator<JsonObject> frames = inbox.iterator(); frames.hasNext(); ) {
            JsonObject frame = frames.next();
            if (wanted.test(frame)) {
                frames.remove();
                return frame;
            }
        }
        return null;
    }

    private static String shortened(JsonObject frame) {
        String text = frame.encode();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    @CanIgnoreReturnValue
    private static <T> T resultOf(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("took longer than " + PATIENCE, e);
        }
    }
}
