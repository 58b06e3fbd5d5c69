package dev.rookery.api;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.Map;

/**
 * How many bytes the largest body has that the contract allows, however its JSON is written: so what is documented passes
 * the limit of the server, and a schema without bounds is noticed when the node starts.
 */
final class LargestBody {
    /** A body that breaks the contract is told what is wrong with it, instead of its length, up to so many bytes. */
    private static final long AT_LEAST = 16 << 10;
    /** A character beyond the basic plane as two escapes; those of an id are ASCII, one escape each. */
    private static final long ESCAPED = 12;

    private static final long ESCAPED_ASCII = 6;
    private static final Map<String, Long> LENGTHS = Map.of("uuid", 36L, "date", 10L, "date-time", 40L);
    /** What is around a value: quotes, a comma or colon, a line break and the blanks before it. */
    private static final long AROUND = 24;

    private static final long NUMBER = 20;
    private static final long WORD = 5;

    private LargestBody() {}

    /** Of an operation that has a body. */
    static long of(Operation operation) {
        JsonObject schema = operation
                .getRequestBody()
                .getOpenAPIModel()
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        return Math.max(AT_LEAST, of(schema));
    }

    /** Throws {@link IllegalStateException} for a schema that allows values of any size. */
    static long of(JsonObject schema) {
        return AROUND
                + switch (schema.getString("type", "")) {
                    case "string" -> text(schema);
                    case "integer", "number" -> NUMBER;
                    case "boolean" -> WORD;
                    case "array" -> bound(schema, "maxItems") * of(schema.getJsonObject("items"));
                    case "object" -> object(schema);
                    default -> throw new IllegalStateException("a value without a type in a body: " + schema);
                };
    }

    private static long object(JsonObject schema) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        long bytes = 0;
        for (String name : properties.fieldNames()) {
            bytes += AROUND + ESCAPED * name.length() + of(properties.getJsonObject(name));
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject others) {
            JsonObject names = schema.getJsonObject("propertyNames", new JsonObject());
            bytes += bound(schema, "maxProperties") * (AROUND + text(names) + of(others));
        }
        return bytes;
    }

    private static long text(JsonObject schema) {
        String format = schema.getString("format", "");
        Long ascii = LENGTHS.get(format);
        return ascii != null ? ESCAPED_ASCII * ascii : ESCAPED * bound(schema, "maxLength");
    }

    private static long bound(JsonObject schema, String keyword) {
        Long bound = schema.getLong(keyword);
        if (bound == null) {
            throw new IllegalStateException("'" + keyword + "' is missing in a body: " + schema);
        }
        return bound;
    }
}
