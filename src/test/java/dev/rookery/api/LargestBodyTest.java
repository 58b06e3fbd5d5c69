package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class LargestBodyTest {

    @Test
    void aTextCountsAsWrittenInTheLongestWay() {
        String text = "\\ud83d\\udc26".repeat(100);
        JsonObject schema = new JsonObject().put("type", "string").put("maxLength", 100);

        assertThat(LargestBody.of(schema)).isBetween((long) text.length() + 2, text.length() + 50L);
    }

    @Test
    void listsAndObjectsCountEverythingInThem() {
        JsonObject id = new JsonObject().put("type", "string").put("format", "uuid");
        JsonObject list =
                new JsonObject().put("type", "array").put("maxItems", 10).put("items", id);
        JsonObject object =
                new JsonObject().put("type", "object").put("properties", new JsonObject().put("people", list));

        assertThat(LargestBody.of(list)).isGreaterThan(10 * LargestBody.of(id));
        assertThat(LargestBody.of(object)).isGreaterThan(LargestBody.of(list) + "people".length());
    }

    @Test
    void namesThatAreNotKnownCountToo() {
        JsonObject map = new JsonObject()
                .put("type", "object")
                .put("maxProperties", 1_000)
                .put("propertyNames", new JsonObject().put("maxLength", 36))
                .put("additionalProperties", new JsonObject().put("type", "integer"));

        assertThat(LargestBody.of(map)).isGreaterThan(1_000 * (36 + 16 + 4));
    }

    @Test
    void whatHasNoBoundIsRefused() {
        assertThatThrownBy(() -> LargestBody.of(new JsonObject().put("type", "string")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("maxLength");
    }
}
