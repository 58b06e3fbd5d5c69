package dev.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.gateway.stream.StreamPosition;
import dev.rookery.testkit.Vectors;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where the server takes a client of an event stream to be follows the published vectors, as far as nothing is sent. */
class StreamVectorsTest {
    @TestFactory
    Stream<DynamicTest> vectors() {
        return Vectors.tests(Player::new);
    }

    private static final class Player implements Vectors.Client {
        private final StreamPosition position = new StreamPosition(Map.of());
        private final ChatId chat;
        private boolean gap;

        Player(JsonObject given) {
            chat = ChatId.parse(given.getString("chat"));
            Vectors.beginning(given, "none").forEach(position::sent);
        }

        @Override
        public void receive(JsonObject frame) {
            position.sent(frame);
            gap |= position.takeGaps().containsKey(chat);
        }

        @Override
        public boolean sends() {
            return false;
        }

        @Override
        public Vectors.Sync sync() {
            gap = false;
            return new Vectors.Sync("s", position.cursors().get(chat));
        }

        /** What it was short of once is asked for, whatever comes then. */
        @Override
        public void expect(JsonObject state) {
            assertThat(position.cursors()).containsEntry(chat, state.getLong("cursor"));
            if (state.getBoolean("gap")) {
                assertThat(gap).isTrue();
            }
        }
    }
}
