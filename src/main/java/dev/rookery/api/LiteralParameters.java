package dev.rookery.api;

import dev.rookery.edge.WholeNumber;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands string parameters to the validator as JSON strings, and numbers such as 1e2 too, which it would take for 100. By
 * itself it takes what looks like a number for one (vertx-openapi 5.0), and then refuses a person who is called 12.5.
 */
final class LiteralParameters implements RequestExtractor {
    private final RequestExtractor extractor = RequestExtractor.withBodyHandler();

    @Override
    public Future<ValidatableRequest> extractValidatableRequest(RoutingContext context, Operation operation) {
        return extractor.extractValidatableRequest(context, operation).map(request -> new Literal(request, operation));
    }

    private record Literal(ValidatableRequest request, Operation operation) implements ValidatableRequest {

        @Override
        public Map<String, RequestParameter> getPathParameters() {
            return quoted(request.getPathParameters(), Location.PATH);
        }

        @Override
        public Map<String, RequestParameter> getQuery() {
            return quoted(request.getQuery(), Location.QUERY);
        }

        @Override
        public Map<String, RequestParameter> getHeaders() {
            return request.getHeaders();
        }

        @Override
        public Map<String, RequestParameter> getCookies() {
            return request.getCookies();
        }

        @Override
        public RequestParameter getBody() {
            return request.getBody();
        }

        @Override
        public String getContentType() {
            return request.getContentType();
        }

        private Map<String, RequestParameter> quoted(Map<String, RequestParameter> values, Location location) {
            Map<String, RequestParameter> result = new HashMap<>(values);
            for (Parameter parameter : operation.getParameters()) {
                RequestParameter value = result.get(parameter.getName());
                if (parameter.getIn() == location && value != null && !value.isNull() && isLiteral(parameter, value)) {
                    String json = Json.encode(value.getString());
                    result.put(parameter.getName(), () -> json);
                }
            }
            return result;
        }

        /** A number that is written in another way than everybody writes it is none. */
        private static boolean isLiteral(Parameter parameter, RequestParameter value) {
            return switch (parameter.getSchemaType()) {
                case STRING -> true;
                case INTEGER -> !WholeNumber.isLiteral(value.getString());
                default -> false;
            };
        }
    }
}
