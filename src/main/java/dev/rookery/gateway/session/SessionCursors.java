package dev.rookery.gateway.session;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.wire.ClientFrame;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the client of a session says that it got, until that is stored. On its event loop only. */
final class SessionCursors {
    private static final Logger log = LoggerFactory.getLogger(SessionCursors.class);

    private final Session session;
    private final SessionHost host;
    private final PendingCursors pending = new PendingCursors();

    SessionCursors(Session session, SessionHost host) {
        this.session = session;
        this.host = host;
    }

    void move(ClientFrame.Cursor frame) {
        try {
            host.limits().rates().cursor(session.user(), 1);
        } catch (RookeryException tooMany) {
            session.refuse(SessionRefusals.CURSOR, frame.id(), null, tooMany);
            return;
        }
        if (!pending.move(frame.chat(), frame.seq(), host.now())) {
            session.refuse(
                    SessionRefusals.CURSOR,
                    frame.id(),
                    null,
                    new RookeryException(ErrorCode.OVERLOADED, "Too many cursors wait to be stored"));
        }
        storeIfDue(host.now());
    }

    /** What a client that has no frames says with its requests. */
    void reached(Map<ChatId, Long> places) {
        places.forEach((chat, seq) -> {
            var unused = pending.move(chat, seq, host.now());
        });
    }

    void storeIfDue(long now) {
        if (pending.isDue(now)) {
            store();
        }
    }

    /** The session is over: nothing waits any longer. */
    void storeLast() {
        if (pending.isWaiting()) {
            store();
        }
    }

    private void store() {
        host.moveCursors(session.principal(), pending.take()).onComplete(result -> {
            pending.stored();
            if (result.failed()) {
                // Syncs will bring a little more than they need to.
                log.atDebug()
                        .addKeyValue("session", session.id())
                        .setCause(result.cause())
                        .log("cursors not stored");
            }
        });
    }
}
