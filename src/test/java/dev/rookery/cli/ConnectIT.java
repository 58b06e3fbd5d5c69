package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.config.HostPort;
import dev.rookery.domain.ChatId;
import dev.rookery.testkit.Background;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Notes;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TcpProxy;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestUser;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.tool.terminal.LineClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The line client on real nodes: over any number of connections it prints every message once. */
class ConnectIT {
    private static Vertx vertx;
    private static TestCluster cluster;

    private final TestUser ada = user("ada");
    private final TestUser bob = user("bob");
    private final String chat = ada.openChat(cluster.http(0), bob);
    private final List<String> sent = new ArrayList<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void overABrokenConnectionAndAnotherNodeNothingIsMissedOrRepeated() throws Exception {
        try (TcpProxy one = new TcpProxy(address(0));
                TcpProxy two = new TcpProxy(address(1));
                WebSocketTestClient sender = connectAda()) {
            send(sender, 3);
            try (Terminal bobs = new Terminal(bob, url(one.address()), url(two.address()))) {
                await().until(() -> bobs.texts().equals(sent));
                send(sender, 3);
                await().until(() -> bobs.texts().equals(sent));

                one.cut();
                bobs.type("typed without a connection");
                send(sender, 5);
                await().until(() -> bobs.texts().equals(sent));
                // Of his own message he gets the answer.
                JsonObject arrived = sender.await("entry");
                assertThat(Contents.textOf(arrived)).isEqualTo("typed without a connection");
                await().until(() -> bobs.count("ack") == 1);

                one.heal();
                two.cut();
                send(sender, 5);
                await().until(() -> bobs.texts().equals(sent));
                send(sender, 2);
                await().until(() -> bobs.texts().equals(sent));

                assertThat(bobs.end()).isZero();
                assertThat(bobs.count("welcome")).isEqualTo(3);
            }
            assertThat(sender.inbox().stream()
                            .filter(frame -> frame.getString("type").equals("entry")))
                    .as("repetitions of what he typed")
                    .isEmpty();

            // Somebody starts it anew: it begins where it ended, but for what it did not hear to be durable.
            int all = sent.size() + 1;
            await().until(() -> storedCursor() >= all - 1);
            send(sender, 2);
            try (Terminal again = new Terminal(bob, url(address(1)))) {
                await().until(() -> again.texts().size() >= 2);
                send(sender, 1);
                await().until(() -> again.texts().contains(sent.get(sent.size() - 1)));
                assertThat(sent).endsWith(again.texts().toArray(String[]::new));
                assertThat(again.texts()).hasSizeBetween(3, 4);
                assertThat(again.end()).isZero();
            }
        }
    }

    private long storedCursor() {
        try (WebSocketTestClient asking =
                WebSocketTestClient.withToken(vertx, cluster.node(1).httpPort(), bob.accessToken())) {
            asking.send(new JsonObject().put("type", "sync"));
            return asking.await("chats").getJsonArray("chats").getJsonObject(0).getLong("cursor", 0L);
        }
    }

    /** The line client as a command has it, with a person who types. */
    private final class Terminal implements AutoCloseable {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final CompletableFuture<Integer> exit;

        Terminal(TestUser who, URI... nodes) throws IOException {
            PipedInputStream input = new PipedInputStream(keyboard);
            LineClient client = new LineClient(
                    new PrintStream(out, true), new PrintStream(err, true), Optional.of(ChatId.parse(chat)));
            exit = Background.start(
                    "terminal", () -> client.talk(List.of(nodes), who.accessToken(), input, Duration.ZERO));
        }

        void type(String line) throws IOException {
            keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        }

        int end() throws Exception {
            keyboard.close();
            return Patience.await(exit);
        }

        List<String> texts() {
            return lines().stream()
                    .filter(frame -> frame.getString("type").equals("entry"))
                    .map(Contents::textOf)
                    .toList();
        }

        long count(String type) {
            return lines().stream()
                    .filter(frame -> frame.getString("type").equals(type))
                    .count();
        }

        private List<JsonObject> lines() {
            String printed = out.toString(StandardCharsets.UTF_8);
            return printed.substring(0, printed.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JsonObject::new)
                    .toList();
        }

        @Override
        public void close() throws IOException {
            keyboard.close();
            Notes.note("%s", err.toString(StandardCharsets.UTF_8));
        }
    }

    private WebSocketTestClient connectAda() {
        return WebSocketTestClient.withToken(vertx, cluster.node(0).httpPort(), ada.accessToken());
    }

    private void send(WebSocketTestClient sender, int messages) {
        for (int i = 0; i < messages; i++) {
            String text = "message " + (sent.size() + 1);
            sender.sendAndAwaitAck(chat, text);
            sent.add(text);
        }
    }

    private static HostPort address(int node) {
        return new HostPort("127.0.0.1", cluster.node(node).httpPort());
    }

    private static URI url(HostPort address) {
        return URI.create("ws://" + address);
    }

    private static TestUser user(String name) {
        return TestUser.signUp(
                cluster.http(0), name + "-" + UUID.randomUUID().toString().substring(0, 12));
    }
}
