package dev.rookery.tool.torture;

import static dev.rookery.testkit.Vectors.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Vectors;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The oracle of the torture, which has a copy of the rules of its own, follows the published vectors. */
class ViewVectorsTest {
    @TestFactory
    Stream<DynamicTest> vectors() {
        return Vectors.tests(Player::new);
    }

    private static final class Player implements Vectors.Client {
        private final Views views = new Views();
        private final JsonObject given;
        private final String chat;
        private final Map<String, String> unanswered = new HashMap<>();

        Player(JsonObject given) {
            this.given = given;
            chat = given.getString("chat");
            views.join(chat);
            Vectors.beginning(given, "first").forEach(this::receive);
        }

        @Override
        public void receive(JsonObject frame) {
            switch (frame.getString("type")) {
                case "entry" -> views.message(frame);
                case "committed" -> views.committed(frame);
                case "cleared" -> views.cleared(chat, frame.getLong("through"));
                case "entries" -> {
                    views.entries(frame);
                    frame.getJsonArray("entries")
                            .forEach(message -> unanswered.remove(((JsonObject) message).getString("clientId")));
                }
                case "chats" -> {
                    Long through = frame.getJsonArray("chats").getJsonObject(0).getLong("cleared");
                    if (through != null) {
                        views.cleared(chat, through);
                    }
                }
                case "ack" -> {
                    String clientId = frame.getString("clientId");
                    Row row = new Row(
                            frame.getLong("seq"),
                            given.getString("me"),
                            given.getString("device"),
                            clientId,
                            unanswered.remove(clientId));
                    views.own(chat, row, frame.getLong("epoch"));
                }
                case "error" -> unanswered.remove(frame.getString("clientId"));
                default -> {}
            }
        }

        @Override
        public void send(JsonObject message) {
            unanswered.put(message.getString("clientId"), message.getString("text"));
        }

        @Override
        public Vectors.Sync sync() {
            return new Vectors.Sync("s", views.cursors().getLong(chat));
        }

        @Override
        public void expect(JsonObject state) {
            assertThat(views.settled().get(chat).stream()
                            .filter(row -> !row.text().isEmpty())
                            .map(Row::clientId)
                            .toList())
                    .isEqualTo(names(state, "final"));
            views.doubt();
            assertThat(views.haveGap(any -> unanswered.size())).isEqualTo(state.getBoolean("gap"));
        }
    }
}
