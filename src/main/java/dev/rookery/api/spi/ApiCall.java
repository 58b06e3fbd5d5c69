package dev.rookery.api.spi;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request to an operation, already checked against the contract. */
public final class ApiCall {
    private static final String PRINCIPAL = "rookery.principal";

    private final RoutingContext context;
    private final ValidatedRequest request;

    public ApiCall(RoutingContext context) {
        this.context = context;
        this.request = context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
    }

    public static void authenticated(RoutingContext context, Principal principal) {
        context.put(PRINCIPAL, principal);
    }

    /** Who asks, null if nobody has been authenticated. */
    public static @Nullable Principal principalOf(RoutingContext context) {
        return context.get(PRINCIPAL);
    }

    /** Who asks; only in operations that require an access token. */
    public Principal principal() {
        Principal principal = context.get(PRINCIPAL);
        if (principal == null) {
            throw new IllegalStateException("this operation is open to everybody");
        }
        return principal;
    }

    public RoutingContext context() {
        return context;
    }

    public JsonObject body() {
        return request.getBody().getJsonObject();
    }

    /** A required field of the body. */
    public String text(String field) {
        return body().getString(field);
    }

    /** A whole number of the path. */
    public long pathNumber(String name) {
        return Objects.requireNonNull(request.getPathParameters().get(name)).getLong();
    }

    /** A text of the path. */
    public <T> T path(String name, Function<String, T> parse) {
        return parse(
                name,
                Objects.requireNonNull(request.getPathParameters().get(name)).getString(),
                parse);
    }

    public ChatId chat() {
        return path("chatId", ChatId::parse);
    }

    /** An optional parameter of the query. */
    public Optional<String> query(String name) {
        return parameter(name).map(RequestParameter::getString);
    }

    public boolean asks(String name) {
        return parameter(name).isPresent();
    }

    public long number(String name, long absent) {
        return parameter(name).map(RequestParameter::getLong).orElse(absent);
    }

    private Optional<RequestParameter> parameter(String name) {
        return Optional.ofNullable(request.getQuery().get(name)).filter(value -> !value.isNull());
    }

    /** The web origin that asks, empty if it is no browser. */
    public String origin() {
        String origin = context.request().getHeader("Origin");
        return origin == null ? "" : origin;
    }

    public static <T> T parse(String field, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    List.of(new Violation(field, "'" + field + "' has a wrong value: " + e.getMessage())));
        }
    }
}
