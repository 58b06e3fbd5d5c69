package dev.rookery.edge;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to every refused HTTP request: {@code application/problem+json} (RFC 9457) with the stable code of the
 * error, and what an HTTP client expects beside it ({@code Retry-After}, {@code WWW-Authenticate}).
 */
public final class Problem {
    static final String CONTENT_TYPE = "application/problem+json";

    private final RookeryException failure;
    private final List<Violation> violations;
    private final @Nullable String incident;

    private Problem(RookeryException failure, List<Violation> violations, @Nullable String incident) {
        this.failure = failure;
        this.violations = List.copyOf(violations);
        this.incident = incident;
    }

    /**
     * One field of a request that is not as documented.
     *
     * @param field its path in the body, such as {@code members.2}, or the name of a parameter or header; empty for the
     *     request as a whole
     * @param message a sentence that names the field
     */
    public record Violation(String field, String message) {}

    /** An unexpected failure is told as {@code internal}, without its message: whoever answers logs it. */
    public static Problem of(Throwable failure) {
        if (failure instanceof InvalidRequestException invalid) {
            return new Problem(invalid.failure(), invalid.violations(), null);
        }
        RookeryException told = failure instanceof RookeryException known
                ? known
                : new RookeryException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
        return new Problem(told, violations(told), null);
    }

    /** Every {@code invalid_request} has one, so that no client has to read sentences. */
    private static List<Violation> violations(RookeryException told) {
        return told.code() == ErrorCode.INVALID_REQUEST
                ? List.of(new Violation(told.field().orElse(""), told.detail()))
                : List.of();
    }

    /** An unexpected failure, with the id under which it was logged. */
    static Problem incident(String id) {
        String detail = "Something went wrong in the server; it was logged as incident " + id;
        return new Problem(new RookeryException(ErrorCode.INTERNAL, detail), List.of(), id);
    }

    public ErrorCode code() {
        return failure.code();
    }

    /** Ends the response; on its event loop. */
    public Future<Void> send(HttpServerResponse response) {
        failure.retryAfter()
                .ifPresent(after -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(after))));
        challenge(response);
        SecurityHeaders.ALL.forEach((name, value) -> {
            if (!response.headers().contains(name)) {
                response.putHeader(name, value);
            }
        });
        return response.setStatusCode(code().httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(toJson().toBuffer());
    }

    /** RFC 6750, section 3. */
    private void challenge(HttpServerResponse response) {
        if (code() == ErrorCode.UNAUTHENTICATED || code() == ErrorCode.TOKEN_EXPIRED) {
            String reason = failure.detail().replaceAll("[^ -~]|[\"\\\\]", "");
            response.putHeader(
                    "WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + reason + "\"");
        } else if (code().httpStatus() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("type", "urn:rookery:error:" + code().wireName())
                .put("title", code().title())
                .put("status", code().httpStatus())
                .put("detail", failure.detail())
                .put("code", code().wireName())
                .put("retryable", code().retryable());
        failure.retryAfter().ifPresent(after -> body.put("retryAfterMs", after.toMillis()));
        if (!violations.isEmpty()) {
            JsonArray list = new JsonArray();
            violations.forEach(violation ->
                    list.add(new JsonObject().put("field", violation.field()).put("message", violation.message())));
            body.put("violations", list);
        }
        if (incident != null) {
            body.put("incident", incident);
        }
        return body;
    }

    /** Rounded up: a client that comes back after this time is not too early. */
    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }
}
