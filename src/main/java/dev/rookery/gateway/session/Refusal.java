package dev.rookery.gateway.session;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameType;
import java.nio.channels.ClosedChannelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What a client is told of a failure: what it is meant to know; of anything else only that it happened, and the log more. */
final class Refusal {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);

    private Refusal() {}

    static RookeryException of(ClientFrame frame, SessionId session, Throwable failure) {
        if (failure instanceof RookeryException known) {
            return known;
        }
        // The connection to this client is closed: it is not told anything, and nothing is wrong here.
        Level level = failure instanceof ClosedChannelException ? Level.DEBUG : Level.ERROR;
        log.atLevel(level)
                .addKeyValue("session", session)
                .addKeyValue("chat", frame.chat())
                .setCause(failure)
                .log("{} failed", FrameType.of(frame).wireName());
        return new RookeryException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
    }
}
