package dev.rookery.api;

import dev.rookery.testkit.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The contract as a judge of answers: every field that it does not name is an error. */
public final class StrictContract {
    private static final long SECONDS = Patience.SECONDS;

    private final OpenAPIContract contract;
    private final ResponseValidator validator;

    StrictContract(Vertx vertx) {
        JsonObject file = ApiContract.read();
        close(file.getJsonObject("components").getJsonObject("schemas"));
        file.getJsonObject("paths").forEach(path -> close((JsonObject) path.getValue()));
        try {
            contract = OpenAPIContract.from(vertx, file).await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
        validator = ResponseValidator.create(vertx, contract);
    }

    public OpenAPIContract contract() {
        return contract;
    }

    /** Throws unless the contract has this answer for this operation. */
    void check(String operation, Reply reply) {
        String type = reply.contentType();
        if (type != null && type.equals("application/problem+json")) {
            // See ApiContract: the library does not know this one.
            type = "application/json";
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ValidatableResponse response = type == null
                ? ValidatableResponse.create(reply.status(), headers)
                : ValidatableResponse.create(
                        reply.status(), headers, reply.body().toBuffer(), type);
        try {
            var unused = validator.validate(response, operation).await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (RuntimeException e) {
            throw new AssertionError(operation + " answered " + reply + ", which is not in the contract", e);
        }
    }

    /** Closes every object schema below. */
    private static void close(@Nullable Object node) {
        if (!(node instanceof JsonObject object)) {
            return;
        }
        object.forEach(entry -> close(entry.getValue()));
        if (object.getValue("properties") instanceof JsonObject && "object".equals(object.getValue("type"))) {
            object.put("additionalProperties", false);
        }
    }

    /** One answer of the server. */
    public record Reply(int status, @Nullable String contentType, java.net.http.HttpHeaders headers, JsonObject body) {
        public String code() {
            return body.getString("code");
        }

        public String detail() {
            return body.getString("detail");
        }

        public String text(String field) {
            return body.getString(field);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }
}
