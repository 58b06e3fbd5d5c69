package dev.rookery.gateway.session;

import dev.rookery.domain.ErrorCode;
import dev.rookery.telemetry.SecurityLog;
import dev.rookery.wire.CloseCode;
import java.util.EnumSet;
import java.util.Set;

/** Tells the security log what sessions tried and were refused, as it is told of requests. Any thread. */
public final class SessionRefusals {
    /** What could not be read. */
    static final String FRAME = "frame";

    private static final Set<ErrorCode> TOLD = EnumSet.of(
            ErrorCode.MALFORMED_FRAME, ErrorCode.UNKNOWN_FRAME_TYPE, ErrorCode.RATE_LIMITED, ErrorCode.CHAT_UNKNOWN);
    /** Of RFC 6455. */
    private static final int BROKEN = 1002;

    private static final int NOT_UTF8 = 1007;
    private static final int TOO_LARGE = 1009;

    private final SecurityLog log;

    public SessionRefusals(SecurityLog log) {
        this.log = log;
    }

    /** @param attempt the name of a frame, or {@link #FRAME} */
    void tell(String attempt, ErrorCode code, Session session) {
        if (TOLD.contains(code)) {
            log.refused(attempt, code, session.user(), session.place().address());
        }
    }

    /** The connection is closed for what came over it. */
    void tellClosed(int closeCode, Session session) {
        if (closeCode == TOO_LARGE) {
            log.refused(
                    FRAME,
                    ErrorCode.BODY_TOO_LARGE,
                    session.user(),
                    session.place().address());
        } else if (closeCode == BROKEN
                || closeCode == NOT_UTF8
                || closeCode == CloseCode.BINARY_NOT_SUPPORTED.number()) {
            tell(FRAME, ErrorCode.MALFORMED_FRAME, session);
        }
    }
}
