package dev.rookery.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract with HTTP clients, read from the class path. */
final class ApiContract {
    static final String FILE = "openapi/rookery.yaml";

    private static final String PROBLEM = "application/problem+json";
    private static final String JSON = "application/json";

    private ApiContract() {}

    /** Takes about a second, most of it to check the file against the OpenAPI schema; not on an event loop. */
    static Future<OpenAPIContract> load(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(FILE)
                .compose(file -> vertx.executeBlocking(() -> parse(file)))
                .compose(contract -> OpenAPIContract.from(vertx, contract));
    }

    static JsonObject parse(Buffer file) {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(file.toString(StandardCharsets.UTF_8));
        JsonObject contract = JsonObject.mapFrom(yaml);
        // The library knows only some media types, and refuses the contract for this one (vertx-openapi 5.0).
        JsonObject problem =
                contract.getJsonObject("components").getJsonObject("responses").getJsonObject("Problem");
        JsonObject content = problem.getJsonObject("content");
        content.put(JSON, content.remove(PROBLEM));
        return contract;
    }
}
