package dev.rookery.api;

import dev.rookery.edge.Problem.Violation;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts what a JSON schema found wrong into sentences that name the field, with the limits of that schema. */
final class SchemaWords {
    static final String AT_MOST = "must have at most ";

    private static final String MISSING_PREFIX = "Instance does not have required property \"";

    private final JsonObject schema;

    SchemaWords(JsonObject schema) {
        this.schema = schema;
    }

    /** @param name what the value as a whole is called, empty for a body */
    List<Violation> violations(OutputUnit result, String name) {
        Set<Violation> found = new LinkedHashSet<>();
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        for (OutputUnit error : errors) {
            String location = error.getKeywordLocation();
            found.addAll(violation(error, name, location.substring(location.lastIndexOf('/') + 1)));
        }
        return List.copyOf(found);
    }

    private List<Violation> violation(OutputUnit error, String name, String keyword) {
        String path = error.getInstanceLocation().replaceFirst("^#?/?", "");
        String field = path.isEmpty() ? name : path.replace('/', '.');
        JsonObject rules = path.isEmpty() ? schema : property(path);
        String words =
                switch (keyword) {
                    case "required" -> missing(error);
                    case "type" -> called(field) + " must be " + type(rules.getString("type", ""));
                    case "minLength" ->
                        called(field)
                                + (rules.getInteger(keyword) == 1
                                        ? " must not be empty"
                                        : " must have at least " + rules.getInteger(keyword) + " characters");
                    case "maxLength" -> called(field) + " " + AT_MOST + rules.getInteger(keyword) + " characters";
                    case "pattern" -> called(field) + " must be: " + rules.getString("description", "as documented");
                    case "format" -> format(field, rules.getString(keyword, ""));
                    case "minimum" -> called(field) + " must be at least " + rules.getLong(keyword);
                    case "maximum" -> called(field) + " must be at most " + rules.getLong(keyword);
                    case "minItems" -> called(field) + " must have at least " + rules.getInteger(keyword);
                    case "maxItems", "maxProperties" -> called(field) + " " + AT_MOST + rules.getInteger(keyword);
                    default -> "";
                };
        if (words.isEmpty()) {
            return List.of();
        }
        return List.of(new Violation(keyword.equals("required") ? below(field, missingField(error)) : field, words));
    }

    private static String below(String field, String name) {
        return field.isEmpty() ? name : field + "." + name;
    }

    private static String called(String field) {
        return field.isEmpty() ? "the body" : "'" + field + "'";
    }

    private JsonObject property(String path) {
        JsonObject rules = schema;
        for (String step : path.split("/", -1)) {
            rules = rules.containsKey("items")
                    ? rules.getJsonObject("items")
                    : rules.getJsonObject("properties", new JsonObject())
                            .getJsonObject(step, rules.getJsonObject("additionalProperties", new JsonObject()));
        }
        return rules;
    }

    private static String format(String field, String format) {
        return switch (format) {
            case "date" -> called(field) + " must be a day of the calendar, such as 2026-11-22";
            case "uuid" -> called(field) + " must be an id, such as 0b9d3c1e-5a7f-4e2b-8c6d-1f2e3d4c5b6a";
            // The type says it already.
            default -> "";
        };
    }

    private static String missing(OutputUnit error) {
        return "'" + missingField(error) + "' is missing";
    }

    private static String missingField(OutputUnit error) {
        return error.getError().replace(MISSING_PREFIX, "").replace("\"", "");
    }

    private static String type(String type) {
        return switch (type) {
            case "string" -> "a string";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "object" -> "a JSON object";
            case "array" -> "a list";
            default -> "of another type";
        };
    }
}
