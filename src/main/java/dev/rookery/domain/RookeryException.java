package dev.rookery.domain;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that a client is told about, word for word: the detail must not hold secrets or message text. */
public final class RookeryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;
    private final @Nullable String field;

    public RookeryException(ErrorCode code, String detail) {
        this(code, detail, null, null, null);
    }

    /** @param retryAfter how long the client should wait before it tries again; null for {@link ErrorCode#usualWait} */
    public RookeryException(ErrorCode code, String detail, @Nullable Duration retryAfter) {
        this(code, detail, retryAfter, null, null);
    }

    /**
     * What a client gave has a wrong value: {@code invalid_request}.
     *
     * @param field what the client calls it
     * @param detail a sentence that names it too
     */
    public static RookeryException invalid(String field, String detail) {
        return new RookeryException(ErrorCode.INVALID_REQUEST, detail, null, field, null);
    }

    /**
     * With the code's own title.
     *
     * @param cause for whoever looks into this process; no client is told
     */
    public RookeryException(ErrorCode code, Throwable cause) {
        this(code, code.title(), null, null, cause);
    }

    private RookeryException(
            ErrorCode code,
            String detail,
            @Nullable Duration retryAfter,
            @Nullable String field,
            @Nullable Throwable cause) {
        // No stack trace: these are answers, not accidents, and some are made thousands of times a second.
        super(detail, cause, false, false);
        this.code = code;
        this.retryAfter = retryAfter == null ? code.usualWait() : retryAfter;
        this.field = field;
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }

    /** How long the client should wait before it tries again: there for every code that is retryable. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What has a wrong value, as the client calls it; empty if no single thing has. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
