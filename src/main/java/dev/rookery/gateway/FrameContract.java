package dev.rookery.gateway;

import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which frames clients may send, as the contract with them says. */
final class FrameContract {
    private static final String FILE = "asyncapi/rookery.yaml";

    private FrameContract() {}

    /** Fails if the contract promises an answer to a frame that nobody can read. */
    static Future<Set<Class<? extends ClientFrame>>> load(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(FILE)
                .compose(file -> vertx.executeBlocking(() -> frames(file.toString(StandardCharsets.UTF_8))));
    }

    /** The messages of all operations in which the server receives. */
    static Set<Class<? extends ClientFrame>> frames(String yaml) {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return JsonObject.mapFrom(read).getJsonObject("operations").stream()
                .map(entry -> (JsonObject) entry.getValue())
                .filter(operation -> "receive".equals(operation.getString("action")))
                .map(operation -> operation.getJsonArray("messages"))
                .flatMap(JsonArray::stream)
                .map(message -> frame(((JsonObject) message).getString("$ref")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A message of clients has the name of its type. */
    private static Class<? extends ClientFrame> frame(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        return FrameType.ofClient(name)
                .<Class<? extends ClientFrame>>map(type -> type.frame().asSubclass(ClientFrame.class))
                .orElseThrow(() -> new IllegalStateException("no client frame is called " + name));
    }
}
