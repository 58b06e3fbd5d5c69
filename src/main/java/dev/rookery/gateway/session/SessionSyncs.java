package dev.rookery.gateway.session;

import dev.rookery.domain.RookeryException;
import dev.rookery.gateway.sync.SyncRun;
import dev.rookery.wire.ClientFrame;
import java.util.ArrayDeque;
import java.util.Deque;

/** The syncs of a session, one at a time: a second one would only slow down the first. On its event loop only. */
final class SessionSyncs {
    private static final int FRAME_BYTES = 512;
    /** In the two maps that hold it while the sync runs. */
    private static final int CURSOR_BYTES = 200;

    private final Session session;
    private final SessionHost host;
    /** The first is under way, the others wait for it. Small to begin with: most sessions sync once. */
    private final Deque<ClientFrame.Sync> frames = new ArrayDeque<>(1);

    SessionSyncs(Session session, SessionHost host) {
        this.session = session;
        this.host = host;
    }

    int unanswered() {
        return frames.size();
    }

    /** What a client asked for. */
    void ask(ClientFrame.Sync frame) {
        try {
            host.limits().rates().sync(session.user(), frame.cursors().size());
            add(frame);
        } catch (RookeryException refused) {
            session.refuse(SessionRefusals.SYNC, frame.id(), null, refused);
        }
    }

    private static long size(ClientFrame.Sync frame) {
        return FRAME_BYTES + (long) CURSOR_BYTES * frame.cursors().size();
    }

    /** Throws {@code overloaded}. */
    void add(ClientFrame.Sync frame) {
        session.hold().take(size(frame));
        if (frame.resume() != null) {
            host.resume(session, frame.resume());
        }
        frames.add(frame);
        session.pauseIfFull();
        if (frames.size() == 1) {
            next();
        }
    }

    private void next() {
        ClientFrame.Sync frame = frames.peek();
        if (frame == null || session.ended()) {
            return;
        }
        new SyncRun(frame, session.principal(), host.syncSource(), session)
                .run()
                .onComplete(result -> {
                    frames.remove();
                    session.hold().release(size(frame));
                    if (result.succeeded()) {
                        session.answer(result.result());
                    } else if (!session.ended()) {
                        session.refuse(
                                SessionRefusals.SYNC,
                                frame.id(),
                                null,
                                Refusal.of("sync failed", session.id(), null, result.cause()));
                    }
                    session.answered();
                    next();
                });
    }
}
