package dev.rookery.protocol;

import dev.rookery.domain.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A client frame that can't be used, with as much of its identity as could be read. */
public final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final @Nullable String id;
    private final @Nullable String clientId;

    MalformedFrameException(ErrorCode code, String detail, @Nullable String id, @Nullable String clientId) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.id = id;
        this.clientId = clientId;
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public @Nullable String id() {
        return id;
    }

    public @Nullable String clientId() {
        return clientId;
    }
}
