package dev.rookery.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What people type. */
class TypedTest {
    @Test
    void commandsChangeMessages() {
        assertThat(Typed.content("/edit 42 other text"))
                .isEqualTo(new JsonObject("{\"kind\":\"edited\",\"target\":42,\"text\":\"other text\"}"));
        assertThat(Typed.content("/delete 42")).isEqualTo(new JsonObject("{\"kind\":\"deleted\",\"target\":42}"));
        assertThat(Typed.content("/react 42 \uD83D\uDC4D"))
                .isEqualTo(
                        new JsonObject("{\"kind\":\"reacted\",\"target\":42,\"emoji\":\"\uD83D\uDC4D\",\"on\":true}"));
        assertThat(Typed.content("/unreact 42 ok").getBoolean("on")).isFalse();
    }

    @Test
    void everythingElseIsAMessage() {
        for (String line : new String[] {"hello", "/edit", "/delete all", "/react 42", "/edit x y", "/shrug"}) {
            assertThat(Typed.content(line))
                    .isEqualTo(new JsonObject().put("kind", "message").put("text", line));
        }
    }
}
