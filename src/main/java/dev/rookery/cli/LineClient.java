package dev.rookery.cli;

import dev.rookery.domain.ChatId;
import dev.rookery.engine.EngineException;
import dev.rookery.protocol.FrameCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/** A WebSocket connection for a person: frames in become lines out, lines in become frames out. */
final class LineClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final short NORMAL = 1000;

    private final Vertx vertx = Vertx.vertx();
    /** A field, since Vert.x closes the connections of a client that nobody refers to any more. */
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(FrameCodec.MAX_MESSAGE_BYTES)
            .setMaxMessageSize(FrameCodec.MAX_MESSAGE_BYTES));

    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final PrintStream out;
    private final PrintStream err;
    private final Optional<ChatId> chat;

    LineClient(PrintStream out, PrintStream err, Optional<ChatId> chat) {
        this.out = out;
        this.err = err;
        this.chat = chat;
    }

    /** Blocks until the connection is closed by either side; returns the exit code: 0 after a normal end. */
    int talk(URI url, String token, InputStream input, Duration linger) {
        try {
            WebSocket socket = connect(url, token);
            err.println("Connected to " + url + ". Ctrl-D ends.");
            Thread reader = new Thread(() -> forward(input, socket, linger), "input");
            reader.setDaemon(true);
            reader.start();
            return closed.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private WebSocket connect(URI url, String token) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost(url.getHost())
                .setPort(port(url))
                .setSsl("wss".equals(url.getScheme()))
                .setURI(url.getPath().replaceAll("/$", "") + "/v1/ws")
                .setTimeout(CONNECT_TIMEOUT.toMillis())
                .addSubProtocol(FrameCodec.SUBPROTOCOL)
                .putHeader("Authorization", "Bearer " + token);
        try {
            return client.connect(options)
                    // On the connection's own thread, before the first frame can come in.
                    .onSuccess(this::listen)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            throw new EngineException("Cannot connect to " + url + ": " + reason(FailureHandler.unwrapped(e)), e);
        }
    }

    private void listen(WebSocket socket) {
        socket.textMessageHandler(out::println);
        socket.exceptionHandler(failure -> err.println("The connection failed: " + failure.getMessage()));
        socket.closeHandler(end -> {
            Short code = socket.closeStatusCode();
            String reason = socket.closeReason();
            err.println("Closed" + (code == null ? " without a code" : " with code " + code)
                    + (reason == null || reason.isEmpty() ? "." : ": " + reason));
            closed.complete(code != null && code == NORMAL ? ExitCode.OK : ExitCode.SOFTWARE);
        });
    }

    private void forward(InputStream input, WebSocket socket, Duration linger) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (!line.isBlank()) {
                    send(line, socket);
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            err.println("Cannot read the input: " + e.getMessage());
        }
        vertx.timer(linger.toMillis() + 1, TimeUnit.MILLISECONDS)
                .compose(end -> socket.close(NORMAL))
                .onFailure(failure -> closed.complete(ExitCode.SOFTWARE));
    }

    private void send(String line, WebSocket socket) {
        if (!line.startsWith("{") && chat.isEmpty()) {
            err.println("Not sent: say which chat with --chat, or write a whole frame, which begins with '{'.");
            return;
        }
        String frame = line.startsWith("{") ? line : message(chat.orElseThrow(), line);
        socket.writeTextMessage(frame).onFailure(failure -> err.println("Not sent: " + failure.getMessage()));
    }

    private static String message(ChatId chat, String text) {
        return new JsonObject()
                .put("type", "send")
                .put("chat", chat.toString())
                .put("clientId", UUID.randomUUID().toString())
                .put("text", text)
                .encode();
    }

    private static int port(URI url) {
        if (url.getHost() == null || !("ws".equals(url.getScheme()) || "wss".equals(url.getScheme()))) {
            throw new EngineException(url + " is not the URL of a node: it looks like ws://127.0.0.1:8080");
        }
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "wss".equals(url.getScheme()) ? 443 : 80;
    }

    /** The server's problem document, if it refused. */
    private static String reason(Throwable failure) {
        if (failure instanceof UpgradeRejectedException refused) {
            String body = refused.getBody() == null ? "" : ": " + refused.getBody();
            return "the node answered " + refused.getStatus() + body;
        }
        return String.valueOf(failure.getMessage());
    }
}
