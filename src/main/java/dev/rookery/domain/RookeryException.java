package dev.rookery.domain;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that a client is told about, word for word: the detail must not hold secrets or message text. */
public final class RookeryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;

    public RookeryException(ErrorCode code, String detail) {
        this(code, detail, null, null);
    }

    /** @param retryAfter how long the client should wait before it tries again */
    public RookeryException(ErrorCode code, String detail, @Nullable Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /**
     * With the code's own title.
     *
     * @param cause for whoever looks into this process; no client is told
     */
    public RookeryException(ErrorCode code, Throwable cause) {
        this(code, code.title(), null, cause);
    }

    private RookeryException(ErrorCode code, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        // No stack trace: these are answers, not accidents, and some are made thousands of times a second.
        super(detail, cause, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
