package dev.rookery.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.ChatId;
import dev.rookery.testkit.OwnVertx;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.engine.FreePorts;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The line client against a bare WebSocket server that plays the node. */
@ExtendWith(OwnVertx.class)
class LineClientIT {
    private static final ChatId CHAT = new ChatId(UUID.fromString("018f3f3e-7c7a-8c4b-9b1d-2b0d7b3dcb6d"));

    private static final String WELCOME =
            "{\"type\":\"welcome\",\"session\":\"s\",\"device\":\"d\",\"heartbeatSeconds\":25}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void sendsLinesAsMessagesAndWholeFramesAsTheyAre(Vertx vertx) {
        List<String> received = new CopyOnWriteArrayList<>();
        URI node = node(vertx, socket -> {
            socket.textMessageHandler(frame -> {
                received.add(frame);
                JsonObject sent = new JsonObject(frame);
                if (sent.getString("type").equals("send")) {
                    socket.writeTextMessage(sent.put("type", "ack")
                            .put("seq", 1)
                            .put("epoch", 1)
                            .encode());
                }
            });
            socket.writeTextMessage(WELCOME);
        });

        int exit = client(Optional.of(CHAT))
                .talk(List.of(node), "T", lines("hello \"you\"", "", "{\"type\":\"ping\"}"), Duration.ofMillis(50));

        assertThat(exit).isZero();
        assertThat(received).hasSize(3);
        assertThat(FrameCodec.decode(received.get(0))).isInstanceOf(ClientFrame.Sync.class);
        assertThat(FrameCodec.decode(received.get(1))).isInstanceOfSatisfying(ClientFrame.Send.class, send -> {
            assertThat(send.chat()).isEqualTo(CHAT);
            assertThat(send.content().fingerprint()).isEqualTo("hello \"you\"");
        });
        assertThat(received.get(2)).isEqualTo("{\"type\":\"ping\"}");
    }

    @Test
    void printsWhatComesInAndWhyTheNodeClosed(Vertx vertx) throws IOException {
        URI node = node(vertx, socket -> socket.writeTextMessage(WELCOME)
                .compose(sent -> socket.close((short) 4500, "this device was signed out")));

        InputStream nothingTyped = new PipedInputStream(new PipedOutputStream());
        int exit = client(Optional.empty()).talk(List.of(node), "T", nothingTyped, Duration.ZERO);

        assertThat(exit).isEqualTo(1);
        assertThat(text(out)).isEqualToIgnoringNewLines(WELCOME);
        assertThat(text(err)).contains("Closed with code 4500: this device was signed out");
    }

    @Test
    void tellsWhyTheNodeRefused(Vertx vertx) {
        URI node = node(vertx, socket -> {});

        assertThatThrownBy(() -> client(Optional.empty()).talk(List.of(node), "forged", lines(), Duration.ZERO))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("401")
                .hasMessageContaining("unauthenticated");
    }

    @Test
    void tellsWhatWasNotAnswered(Vertx vertx) {
        URI node = node(vertx, socket -> {
            socket.textMessageHandler(frame -> {
                if (frame.contains("\"send\"")) {
                    socket.close((short) 4500, "this device was signed out");
                }
            });
            socket.writeTextMessage(WELCOME);
        });

        int exit = client(Optional.of(CHAT)).talk(List.of(node), "T", lines("hello?"), Duration.ofSeconds(20));

        assertThat(exit).isEqualTo(1);
        assertThat(text(err)).contains("1 messages had no answer");
    }

    @Test
    void givesUpANodeThatFallsSilentAndRepeatsElsewhere(Vertx vertx) throws IOException {
        PipedOutputStream typing = new PipedOutputStream();
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        URI frozen = node(vertx, socket -> {
            socket.textMessageHandler(frame -> heard.add(new JsonObject(frame)));
            socket.writeTextMessage(WELCOME);
        });
        URI other = node(vertx, socket -> {
            socket.textMessageHandler(frame -> {
                JsonObject sent = new JsonObject(frame);
                if (sent.getString("type").equals("send")) {
                    heard.add(sent);
                    socket.writeTextMessage(sent.copy()
                            .put("type", "ack")
                            .put("seq", 1)
                            .put("epoch", 1)
                            .encode());
                    close(typing);
                }
            });
            socket.writeTextMessage(WELCOME);
        });
        InputStream typed = new PipedInputStream(typing);
        typing.write("hello?\n".getBytes(StandardCharsets.UTF_8));
        typing.flush();

        int exit = client(Optional.of(CHAT)).talk(List.of(frozen, other), "T", typed, Duration.ZERO);

        assertThat(exit).isZero();
        assertThat(heard).extracting(frame -> frame.getString("type")).containsSequence("send", "ping", "send");
        assertThat(heard)
                .filteredOn(frame -> "send".equals(frame.getString("type")))
                .extracting(frame -> frame.getString("clientId"))
                .hasSize(2)
                .containsOnly(heard.get(heard.size() - 1).getString("clientId"));
        assertThat(text(err)).contains("Connected to " + other);
    }

    private static void close(PipedOutputStream typing) {
        try {
            typing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsThatNobodyListens() {
        URI nobody = URI.create("ws://127.0.0.1:" + FreePorts.any());

        assertThatThrownBy(() -> client(Optional.empty()).talk(List.of(nobody), "T", lines(), Duration.ZERO))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("Cannot connect to " + nobody);
    }

    private LineClient client(Optional<ChatId> chat) {
        return new LineClient(new PrintStream(out, true), new PrintStream(err, true), chat);
    }

    private static URI node(Vertx vertx, Consumer<ServerWebSocket> onConnect) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().addWebSocketSubProtocol(FrameCodec.SUBPROTOCOL))
                .requestHandler(request -> {
                    if ("/v1/ws".equals(request.path()) && "Bearer T".equals(request.getHeader("Authorization"))) {
                        request.toWebSocket().onSuccess(onConnect::accept);
                    } else {
                        request.response().setStatusCode(401).end("{\"code\":\"unauthenticated\"}");
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("ws://127.0.0.1:" + server.actualPort());
    }

    private static InputStream lines(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
