package dev.rookery.wire;

import dev.rookery.domain.ClientId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import org.jspecify.annotations.Nullable;

/** A client frame that can't be used, with as much of its identity as could be read. Its detail never repeats the frame. */
public final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final @Nullable String id;
    private final transient @Nullable ClientId clientId;

    MalformedFrameException(ErrorCode code, String detail, @Nullable String id, @Nullable ClientId clientId) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.id = id;
        this.clientId = clientId;
    }

    public ErrorCode code() {
        return code;
    }

    /** What the client is told. */
    public ServerFrame.Refused answer() {
        return ServerFrame.Refused.of(id, clientId, new RookeryException(code, detail));
    }

    public @Nullable String id() {
        return id;
    }

    public @Nullable ClientId clientId() {
        return clientId;
    }
}
