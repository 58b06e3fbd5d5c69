package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The largest body that the contract allows for an operation is never too large for it, however it is written. */
@ExtendWith(ApiNodes.class)
class LargestBodiesIT {
    private static Running nodes;
    private static ApiClient api;
    private static Person anna;
    private static String chat;

    @BeforeAll
    static void start(Running running) {
        nodes = running;
        api = running.client(0);
        anna = api.person();
        chat = api.chat(anna, api.person());
    }

    @Test
    void passTheLimitOfEveryOperation() {
        List<String> sent = new ArrayList<>();
        for (Operation operation : nodes.contract.contract().operations()) {
            if (operation.getRequestBody() != null) {
                Reply reply = send(operation, largest(schema(operation)));

                assertThat(reply.code())
                        .as("%s %s", operation.getOperationId(), reply)
                        .isNotEqualTo("body_too_large");
                sent.add(operation.getOperationId());
            }
        }
        assertThat(sent).contains("signUp", "openChat", "sendMessage", "moveCursors", "lookUpUsers");
    }

    @Test
    void aThousandCursorsAreTaken() {
        JsonObject cursors = new JsonObject().put(chat, 0);
        while (cursors.size() < 1_000) {
            cursors.put(UUID.randomUUID().toString(), 9_007_199_254_740_991L);
        }

        Reply reply = api.call("moveCursors", anna, new JsonObject().put("cursors", cursors));

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.body().getJsonObject("cursors").fieldNames()).containsExactly(chat);
        cursors.put(UUID.randomUUID().toString(), 1);
        Reply more = api.call("moveCursors", anna, new JsonObject().put("cursors", cursors));
        assertThat(more.detail()).isEqualTo("'cursors' must have at most 1000");
    }

    private static Reply send(Operation operation, String body) {
        return ApiClient.send(api.request(operation.getOpenAPIPath().replace("{chatId}", chat))
                .method(operation.getHttpMethod().name(), BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + anna.accessToken()));
    }

    private static JsonObject schema(Operation operation) {
        return operation
                .getRequestBody()
                .getOpenAPIModel()
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
    }

    /** As JSON, with an escape for every character and a line for every value. */
    private static String largest(JsonObject schema) {
        return switch (schema.getString("type")) {
            case "string" -> quoted(text(schema));
            case "boolean" -> "false";
            case "integer" -> schema.getLong("maximum").toString();
            case "array" -> {
                List<String> items = new ArrayList<>();
                for (int i = 0; i < schema.getInteger("maxItems"); i++) {
                    items.add(largest(schema.getJsonObject("items")));
                }
                yield "[" + String.join(",\n        ", items) + "]";
            }
            default -> "{" + String.join(",\n        ", members(schema)) + "}";
        };
    }

    private static List<String> members(JsonObject schema) {
        List<String> members = new ArrayList<>();
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        properties.forEach(
                property -> members.add(quoted(property.getKey()) + ": " + largest((JsonObject) property.getValue())));
        for (int i = 0; i < schema.getInteger("maxProperties", 0); i++) {
            members.add(quoted(UUID.randomUUID().toString()) + ": "
                    + largest(schema.getJsonObject("additionalProperties")));
        }
        return members;
    }

    private static String text(JsonObject schema) {
        if ("uuid".equals(schema.getString("format"))) {
            return UUID.randomUUID().toString();
        }
        return (schema.containsKey("pattern") ? "a" : "🐦").repeat(schema.getInteger("maxLength"));
    }

    private static String quoted(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        return escaped.append('"').toString();
    }
}
