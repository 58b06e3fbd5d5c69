package dev.rookery.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.Map;

/** The contract with HTTP clients, read from the class path. */
final class ApiContract {
    static final String FILE = "openapi/rookery.yaml";

    /** The library knows only some media types, and refuses the contract for others (vertx-openapi 5.0). */
    private static final Map<String, String> STAND_INS =
            Map.of("application/problem+json", "application/json", "text/event-stream", "text/plain");

    private static final String ROLE = "x-rookery-role";

    private ApiContract() {}

    /** Takes about a second, most of it to check the file against the OpenAPI schema; not on an event loop. */
    static Future<OpenAPIContract> load(Vertx vertx) {
        return vertx.executeBlocking(() -> {
                    ApiPages.prepare();
                    return read();
                })
                .compose(contract -> OpenAPIContract.from(vertx, contract));
    }

    static JsonObject read() {
        JsonObject contract = new JsonObject(ContractFile.whole(FILE));
        replaceMediaTypes(contract);
        return contract;
    }

    /** Whether the API answers it itself; else it is a module of another role that does, where it runs. */
    static boolean isOurs(Operation operation) {
        return !operation.getOpenAPIModel().containsKey(ROLE);
    }

    private static void replaceMediaTypes(JsonObject node) {
        JsonObject content = node.getValue("content") instanceof JsonObject types ? types : new JsonObject();
        STAND_INS.forEach((type, known) -> {
            if (content.containsKey(type)) {
                content.put(known, content.remove(type));
            }
        });
        node.forEach(field -> {
            if (field.getValue() instanceof JsonObject below) {
                replaceMediaTypes(below);
            }
        });
    }
}
