package dev.rookery.edge;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The answer to every refused HTTP request: {@code application/problem+json} (RFC 9457) with the stable code of the
 * error, and what an HTTP client expects beside it ({@code Retry-After}, {@code WWW-Authenticate}).
 */
public final class Problem {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final int UNAUTHORIZED = 401;

    private final RookeryException failure;

    private Problem(RookeryException failure) {
        this.failure = failure;
    }

    /** An unexpected failure is told as {@code internal}, without its message: whoever answers logs it. */
    public static Problem of(Throwable failure) {
        return new Problem(
                failure instanceof RookeryException known
                        ? known
                        : new RookeryException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title()));
    }

    public ErrorCode code() {
        return failure.code();
    }

    /** Ends the response; on its event loop. */
    public Future<Void> send(HttpServerResponse response) {
        failure.retryAfter()
                .ifPresent(after -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(after))));
        if (code().httpStatus() == UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        return response.setStatusCode(code().httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(toJson().toBuffer());
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
        return body;
    }

    /** Rounded up: a client that comes back after this time is not too early. */
    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }
}
