package dev.rookery.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The AsyncAPI file, and what of the OpenAPI file repeats it, with every reference replaced by what it points to. */
final class AsyncApiFile {
    private static final Path FILE = Path.of("src/main/resources/asyncapi/rookery.yaml");
    private static final String SHARED = "../schemas/rookery.yaml#/";
    private static final Path OPENAPI_FILE = Path.of("src/main/resources/openapi/rookery.yaml");
    private static final JsonObject shared = read(Path.of("src/main/resources/schemas/rookery.yaml"));
    private static final JsonObject resolved = resolved(FILE);

    private AsyncApiFile() {}

    static Set<String> messageNames() {
        return messages().fieldNames();
    }

    static JsonObject payloadSchema(String message) {
        return messages().getJsonObject(message).getJsonObject("payload");
    }

    /** The examples of all messages by their names. */
    static Map<String, JsonObject> examples() {
        return messages().stream()
                .flatMap(message -> ((JsonObject) message.getValue()).getJsonArray("examples").stream())
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        example -> example.getString("name"), example -> example.getJsonObject("payload")));
    }

    static JsonObject shared(String name) {
        return shared.getJsonObject(name);
    }

    static JsonObject schema(String name) {
        return resolved.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    /** The schemas of the events in the OpenAPI file, by frame type. */
    static Map<String, JsonObject> openApiEvents() {
        JsonObject schemas = resolved(OPENAPI_FILE).getJsonObject("components").getJsonObject("schemas");
        return schemas.getJsonObject("Event").getJsonArray("oneOf").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        event -> event.getJsonObject("properties")
                                .getJsonObject("type")
                                .getString("const"),
                        event -> event));
    }

    private static JsonObject messages() {
        return resolved.getJsonObject("components").getJsonObject("messages");
    }

    private static JsonObject resolved(Path file) {
        JsonObject root = read(file);
        return (JsonObject) resolve(root, root);
    }

    private static JsonObject read(Path file) {
        try {
            Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return new JsonObject(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object resolve(Object node, JsonObject root) {
        if (node instanceof JsonObject object) {
            String reference = object.getString("$ref");
            if (reference != null) {
                JsonObject within = reference.startsWith(SHARED) ? shared : root;
                return resolve(target(reference.substring(reference.indexOf('#')), within), within);
            }
            JsonObject copy = new JsonObject();
            object.forEach(field -> copy.put(field.getKey(), resolve(field.getValue(), root)));
            return copy;
        }
        if (node instanceof JsonArray array) {
            return new JsonArray(array.stream().map(item -> resolve(item, root)).toList());
        }
        return node;
    }

    private static Object target(String reference, JsonObject root) {
        Object node = root;
        for (String step : List.of(reference.replace("#/", "").split("/", -1))) {
            node = ((JsonObject) node).getValue(step);
            if (node == null) {
                throw new AssertionError(reference + " points to nothing");
            }
        }
        return node;
    }
}
