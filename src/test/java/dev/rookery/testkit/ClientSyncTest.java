package dev.rookery.testkit;

import static dev.rookery.testkit.Vectors.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The client of our tests follows the published vectors. */
class ClientSyncTest {
    @TestFactory
    Stream<DynamicTest> vectors() {
        return Vectors.tests(Player::new);
    }

    private static final class Player implements Vectors.Client {
        private final ClientSync client = new ClientSync();
        private final String chat;

        Player(JsonObject given) {
            chat = given.getString("chat");
            Vectors.beginning(given, "first").forEach(client::accept);
        }

        @Override
        public void receive(JsonObject frame) {
            client.accept(frame);
        }

        @Override
        public void send(JsonObject message) {
            client.sends(chat, message.copy().put("content", Contents.message(message.getString("text"))));
        }

        @Override
        public Vectors.Sync sync() {
            JsonObject sync = client.backfill("s", chat);
            return new Vectors.Sync("s", sync.getJsonObject("cursors").getLong(chat));
        }

        @Override
        public void expect(JsonObject state) {
            assertThat(client.cursor(chat)).isEqualTo(state.getLong("cursor"));
            assertThat(names(client.finals(chat))).isEqualTo(names(state, "final"));
            assertThat(names(client.provisional(chat))).isEqualTo(names(state, "provisional"));
            assertThat(client.hasGap(chat)).isEqualTo(state.getBoolean("gap"));
            assertThat(client.unanswered(chat)).containsExactlyElementsOf(names(state, "unanswered"));
            state.getJsonObject("shown", new JsonObject()).forEach(look -> assertThat(client.shown(chat))
                    .containsEntry(look.getKey(), (JsonObject) look.getValue()));
        }
    }
}
