package dev.rookery.gateway;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request for events asks for.
 *
 * @param token of {@code Authorization: Bearer}
 * @param stream whether it is for Server-Sent Events; else for a long poll
 * @param waitMs how long a poll may wait
 * @param after where the client is, null at the beginning
 */
record EventRequest(String token, boolean stream, long waitMs, @Nullable EventToken after) {
    private static final String BEARER = "bearer ";
    private static final int DEFAULT_WAIT_SECONDS = 25;
    private static final int MAX_WAIT_SECONDS = 30;
    private static final int MS = 1_000;

    /** Throws {@code unauthenticated} or {@code invalid_request}. */
    static EventRequest of(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new RookeryException(
                    ErrorCode.UNAUTHENTICATED, "An access token is needed: send it as 'Authorization: Bearer <token>'");
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean stream = accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
        String last = request.getHeader("Last-Event-ID");
        String after = last == null || last.isEmpty() ? request.getParam("after") : last;
        return new EventRequest(
                authorization.substring(BEARER.length()).strip(),
                stream,
                (long) MS * waitSeconds(request.getParam("wait")),
                after == null || after.isEmpty() ? null : EventToken.decode(after));
    }

    private static int waitSeconds(@Nullable String text) {
        if (text == null) {
            return DEFAULT_WAIT_SECONDS;
        }
        int seconds;
        try {
            seconds = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (seconds < 0 || seconds > MAX_WAIT_SECONDS) {
            throw new RookeryException(
                    ErrorCode.INVALID_REQUEST, "'wait' must be a number of seconds from 0 to " + MAX_WAIT_SECONDS);
        }
        return seconds;
    }

    @Nullable SessionId earlier() {
        return after == null ? null : after.session();
    }

    /** Where the client says it is, as far as it says so. */
    Map<ChatId, Long> cursors() {
        return after == null ? Map.of() : after.cursors();
    }
}
