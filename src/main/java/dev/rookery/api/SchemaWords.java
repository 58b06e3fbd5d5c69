package dev.rookery.api;

import dev.rookery.edge.Problem.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts what a JSON schema found wrong into sentences that name the field, with the limits of that schema. */
final class SchemaWords {
    static final String AT_MOST = "must have at most ";

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
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
            boolean alternative = location.contains("/oneOf/");
            if (!alternative) {
                found.addAll(violation(error, name, location.substring(location.lastIndexOf('/') + 1)));
            }
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
                    case "dependentRequired" -> dependent(error);
                    case "type" -> called(field) + " must be " + type(rules.getString("type", ""));
                    case "minLength" ->
                        called(field)
                                + (rules.getInteger(keyword) == 1
                                        ? " must not be empty"
                                        : " must have at least " + rules.getInteger(keyword) + " characters");
                    case "maxLength" -> called(field) + " " + AT_MOST + rules.getInteger(keyword) + " characters";
                    case "pattern" -> called(field) + " must be: " + rules.getString("description", "as documented");
                    case "format" ->
                        called(field)
                                + ("date".equals(rules.getString(keyword))
                                        ? " must be a day of the calendar, such as 2026-11-22"
                                        : " must be an id, such as 0b9d3c1e-5a7f-4e2b-8c6d-1f2e3d4c5b6a");
                    case "minimum" -> called(field) + " must be at least " + rules.getLong(keyword);
                    case "maximum" -> called(field) + " must be at most " + rules.getLong(keyword);
                    case "minItems" -> called(field) + " must have at least " + rules.getInteger(keyword);
                    case "maxItems" -> called(field) + " " + AT_MOST + rules.getInteger(keyword);
                    case "oneOf" -> "exactly one of " + alternatives() + " is needed";
                    default -> "";
                };
        if (words.isEmpty()) {
            return List.of();
        }
        return List.of(new Violation(keyword.equals("required") ? missingField(error) : field, words));
    }

    private static String called(String field) {
        return field.isEmpty() ? "the body" : "'" + field + "'";
    }

    private JsonObject property(String path) {
        JsonObject rules = schema;
        for (String step : path.split("/", -1)) {
            rules = rules.containsKey("items")
                    ? rules.getJsonObject("items")
                    : rules.getJsonObject("properties", new JsonObject()).getJsonObject(step, new JsonObject());
        }
        return rules;
    }

    private static String missing(OutputUnit error) {
        return "'" + missingField(error) + "' is missing";
    }

    /** The library's words: Instance has "a" but does not have "b". */
    private static String dependent(OutputUnit error) {
        List<String> fields = QUOTED.matcher(error.getError())
                .results()
                .map(found -> found.group(1))
                .toList();
        return fields.size() == 2 ? "'" + fields.get(0) + "' needs '" + fields.get(1) + "' beside it" : "";
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

    private String alternatives() {
        List<String> names = new ArrayList<>();
        JsonArray choices = schema.getJsonArray("oneOf", new JsonArray());
        for (int i = 0; i < choices.size(); i++) {
            choices.getJsonObject(i).getJsonArray("required").forEach(name -> names.add("'" + name + "'"));
        }
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
