package dev.rookery.tool.terminal;

import dev.rookery.async.Backoff;
import dev.rookery.domain.ChatId;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * A client for a person at a terminal: what comes in becomes lines out, lines in become frames out. A connection that breaks
 * is replaced by another, to the next node in turn: nothing is missed or printed twice over that, and every message that was
 * typed is repeated until it is answered.
 */
public final class LineClient {
    /** Messages without an answer; then nothing more is read from the input. */
    private static final int MAX_UNANSWERED = 32;

    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(400), Duration.ofSeconds(15));
    private static final int TICK_MS = 100;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    /** How long the end waits for answers that are missing. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

    private static final long RETRY_MS = 500;
    private static final int FIRST_FINAL_CLOSE_CODE = 4_500;
    /** Of RFC 6455: they would come again. */
    private static final Set<Integer> FINAL_CLOSE_CODES = Set.of(1002, 1003, 1007, 1008, 1009);

    private static final int FIRST_SERVER_FAULT = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    /** A field, since Vert.x closes the connections of a client that nobody refers to any more. */
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(FrameCodec.MAX_MESSAGE_BYTES)
            .setMaxMessageSize(FrameCodec.MAX_MESSAGE_BYTES));

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final PrintStream out;
    private final PrintStream err;
    private final Optional<ChatId> chat;
    private final Semaphore room = new Semaphore(MAX_UNANSWERED);

    // On the event loop.
    private final Transcript transcript = new Transcript();
    private final Map<String, JsonObject> unanswered = new LinkedHashMap<>();
    private @Nullable NodeSocket open;
    /** The one of these that said welcome. */
    private @Nullable NodeSocket socket;

    private boolean talked;
    private boolean ending;
    private int failures;
    private int attempts;
    private long reportedAt;

    public LineClient(PrintStream out, PrintStream err, Optional<ChatId> chat) {
        this.out = out;
        this.err = err;
        this.chat = chat;
    }

    /**
     * Blocks until the input ends or a node says that there is no use in going on; returns the exit code: 0 if everything
     * that was typed was answered.
     *
     * @param nodes at least one, to be tried in turn
     */
    public int talk(List<URI> nodes, String token, InputStream input, Duration linger) {
        nodes.forEach(node -> {
            int unused = NodeSocket.port(node);
        });
        Context loop = vertx.getOrCreateContext();
        Runnable readInput = () -> {
            Thread reader = new Thread(() -> forward(input, loop, linger), "input");
            reader.setDaemon(true);
            reader.start();
        };
        try {
            loop.runOnContext(begin -> {
                long unused = vertx.setPeriodic(TICK_MS, tick -> tick());
                connect(nodes, token, readInput);
            });
            return exit.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException told ? told : e;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void connect(List<URI> nodes, String token, Runnable readInput) {
        URI node = nodes.get(attempts % nodes.size());
        attempts++;
        NodeSocket.Listener listener = new NodeSocket.Listener() {
            @Override
            public void received(String text, JsonObject frame) {
                if ("welcome".equals(frame.getString("type"))) {
                    welcomed(node, text, frame, readInput);
                } else {
                    LineClient.this.received(text, frame);
                }
            }

            @Override
            public void closed(int code, @Nullable String reason) {
                open = null;
                socket = null;
                if (!ending || code != NodeSocket.NORMAL) {
                    String because = reason == null || reason.isEmpty() ? "." : ": " + reason;
                    err.println("Closed with code " + code + because);
                }
                if (ending || code >= FIRST_FINAL_CLOSE_CODE || FINAL_CLOSE_CODES.contains(code)) {
                    end(code == NodeSocket.NORMAL && unanswered.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE);
                } else {
                    connectLater(nodes, token, readInput);
                }
            }
        };
        NodeSocket.open(vertx, client, node, token, listener)
                .onSuccess(opened -> open = opened)
                .onFailure(failure -> {
                    boolean first = !talked && attempts >= nodes.size();
                    if (first || isFinal(failure)) {
                        exit.completeExceptionally(
                                new EngineException("Cannot connect to " + node + ": " + reason(failure), failure));
                    } else {
                        connectLater(nodes, token, readInput);
                    }
                });
    }

    private void connectLater(List<URI> nodes, String token, Runnable readInput) {
        failures++;
        long unused = vertx.setTimer(PAUSES.delay(failures).toMillis(), later -> connect(nodes, token, readInput));
    }

    private void welcomed(URI node, String text, JsonObject welcome, Runnable readInput) {
        NodeSocket connected = open;
        if (connected == null) {
            return;
        }
        socket = connected;
        failures = 0;
        out.println(text);
        err.println("Connected to " + node + "." + (talked ? "" : " Ctrl-D ends."));
        write(transcript.welcome(welcome));
        unanswered.values().forEach(this::write);
        if (!talked) {
            talked = true;
            readInput.run();
        }
    }

    private void received(String text, JsonObject frame) {
        transcript.take(text, frame, System.nanoTime()).forEach(out::println);
        String clientId = frame.getString("clientId", "");
        String type = frame.getString("type", "");
        if (type.equals("ack")) {
            answered(clientId);
        } else if (type.equals("error") && unanswered.containsKey(clientId)) {
            if (!frame.getBoolean("retryable", false)) {
                transcript.refused(unanswered.get(clientId).getString("chat"), clientId);
                answered(clientId);
            } else {
                long unused =
                        vertx.setTimer(Math.max(1, frame.getLong("retryAfterMs", RETRY_MS)), later -> repeat(clientId));
            }
        }
    }

    private void answered(String clientId) {
        if (unanswered.remove(clientId) != null) {
            room.release();
        }
    }

    private void repeat(String clientId) {
        JsonObject message = unanswered.get(clientId);
        if (message != null) {
            write(message);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (socket != null) {
            socket.awaitsAnswer(!unanswered.isEmpty());
            transcript.nextSync(now).ifPresent(this::write);
            if (now - reportedAt > REPORT_EVERY.toNanos()) {
                reportedAt = now;
                report();
            }
        }
    }

    /** So that the next connection of this device goes on here, whoever makes it. */
    private void report() {
        transcript
                .progress()
                .forEach((id, seq) -> write(
                        new JsonObject().put("type", "cursor").put("chat", id).put("seq", seq)));
    }

    private void write(JsonObject frame) {
        NodeSocket connected = socket;
        if (connected != null) {
            connected.write(frame.encode()).onFailure(gone -> {});
        }
    }

    /** On the thread of the input. */
    private void forward(InputStream input, Context loop, Duration linger) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    String typed = line;
                    room.acquire();
                    loop.runOnContext(turn -> send(typed));
                }
            }
        } catch (IOException e) {
            err.println("Cannot read the input: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.runOnContext(turn -> {
            long unused = vertx.setTimer(linger.toMillis() + 1, end -> leave(System.nanoTime()));
        });
    }

    private void send(String line) {
        if (line.startsWith("{") && socket != null) {
            socket.write(line).onComplete(done -> room.release()).onFailure(gone -> err.println("Not sent: " + line));
        } else if (!line.startsWith("{") && chat.isPresent()) {
            String clientId = UUID.randomUUID().toString();
            JsonObject message = new JsonObject()
                    .put("type", "send")
                    .put("chat", chat.get().toString())
                    .put("clientId", clientId)
                    .put("content", Typed.content(line));
            unanswered.put(clientId, message);
            transcript.sent(chat.get().toString(), clientId);
            write(message);
        } else {
            room.release();
            err.println(
                    line.startsWith("{")
                            ? "Not sent, there is no connection: " + line
                            : "Not sent: say which chat with --chat, or write a whole frame, which begins with '{'.");
        }
    }

    /** Once all is answered, or no answer is to be hoped for any more. */
    private void leave(long since) {
        if (!unanswered.isEmpty() && System.nanoTime() - since < LAST_ANSWERS.toNanos()) {
            long unused = vertx.setTimer(TICK_MS, later -> leave(since));
            return;
        }
        ending = true;
        report();
        if (socket == null) {
            end(unanswered.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE);
        } else {
            socket.close();
        }
    }

    private void end(int code) {
        if (!unanswered.isEmpty()) {
            err.println(unanswered.size() + " messages had no answer; whether they were stored is not known.");
        }
        exit.complete(code);
    }

    private static boolean isFinal(Throwable failure) {
        return failure instanceof UpgradeRejectedException refused
                && refused.getStatus() < FIRST_SERVER_FAULT
                && refused.getStatus() != TOO_MANY_REQUESTS;
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
