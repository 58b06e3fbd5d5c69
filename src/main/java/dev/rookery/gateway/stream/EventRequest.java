package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.edge.WholeNumber;
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
public record EventRequest(String token, boolean stream, long waitMs, @Nullable EventToken after) {
    private static final String BEARER = "bearer ";
    private static final String WAIT = "wait";
    private static final String AFTER = "after";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int DEFAULT_WAIT_SECONDS = 25;
    private static final int MAX_WAIT_SECONDS = 30;
    private static final long MS = 1_000;

    /** Throws {@code unauthenticated} or {@code invalid_request}. */
    public static EventRequest of(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new RookeryException(
                    ErrorCode.UNAUTHENTICATED, "An access token is needed: send it as 'Authorization: Bearer <token>'");
        }
        String last = request.getHeader(LAST_EVENT_ID);
        boolean byHeader = last != null && !last.isEmpty();
        String after = byHeader ? last : request.getParam(AFTER);
        return new EventRequest(
                authorization.substring(BEARER.length()).strip(),
                AcceptedMedia.prefersStream(request.headers().getAll(HttpHeaders.ACCEPT)),
                MS * waitSeconds(request.getParam(WAIT)),
                after == null || after.isEmpty() ? null : EventToken.decode(byHeader ? LAST_EVENT_ID : AFTER, after));
    }

    static long waitSeconds(@Nullable String text) {
        long seconds = text == null ? DEFAULT_WAIT_SECONDS : WholeNumber.parse(text, -1);
        if (seconds < 0 || seconds > MAX_WAIT_SECONDS) {
            throw RookeryException.invalid(WAIT, "'wait' must be a number of seconds from 0 to " + MAX_WAIT_SECONDS);
        }
        return seconds;
    }

    public @Nullable SessionId earlier() {
        return after == null ? null : after.session();
    }

    /** Where the client says it is, as far as it says so. */
    public Map<ChatId, Long> cursors() {
        return after == null ? Map.of() : after.cursors();
    }
}
