package dev.rookery.tool.terminal;

import static dev.rookery.testkit.Vectors.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Vectors;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code ./rookery connect} keeps follows the published vectors, and everything final was printed. */
class TranscriptVectorsTest {
    @TestFactory
    Stream<DynamicTest> vectors() {
        return Vectors.tests(Player::new);
    }

    private static final class Player implements Vectors.Client {
        private final Transcript transcript = new Transcript();
        private final List<String> printed = new ArrayList<>();
        private final JsonObject given;
        private final String chat;
        private long now = 1;

        Player(JsonObject given) {
            this.given = given;
            chat = given.getString("chat");
            Vectors.beginning(given, connect().getString("id")).forEach(this::receive);
        }

        private JsonObject connect() {
            return transcript.welcome(new JsonObject()
                    .put("type", "welcome")
                    .put("session", "s")
                    .put("device", given.getString("device")));
        }

        @Override
        public void receive(JsonObject frame) {
            printed.addAll(transcript.take(frame.encode(), frame, now));
            if (frame.getString("type").equals("error")) {
                transcript.refused(chat, frame.getString("clientId"));
            }
        }

        @Override
        public void send(JsonObject message) {
            transcript.sent(chat, message.getString("clientId"));
        }

        @Override
        public Vectors.Sync sync() {
            JsonObject sync = connect();
            return new Vectors.Sync(
                    sync.getString("id"), sync.getJsonObject("cursors").getLong(chat));
        }

        @Override
        public void expect(JsonObject state) {
            assertThat(transcript.cursor(chat)).isEqualTo(state.getLong("cursor"));
            // It waits for a moment, and asks then.
            boolean gap = transcript.hasGap(chat, now);
            now += Duration.ofSeconds(5).toNanos();
            gap |= transcript.hasGap(chat, now);
            assertThat(gap).isEqualTo(state.getBoolean("gap"));
            for (String clientId : names(state, "final")) {
                assertThat(printed)
                        .anyMatch(line ->
                                new JsonObject(line).getString("clientId", "").equals(clientId));
            }
        }
    }
}
