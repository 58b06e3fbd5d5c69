package dev.rookery.gateway;

import dev.rookery.protocol.ClientFrame;
import dev.rookery.protocol.ServerFrame;
import java.util.ArrayDeque;
import java.util.Deque;

/** The syncs of a session, one at a time: a second one would only slow down the first. On its event loop only. */
final class SessionSyncs {
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

    void add(ClientFrame.Sync frame) {
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
                    if (result.succeeded()) {
                        session.answer(result.result());
                    } else if (!session.ended()) {
                        session.answer(ServerFrame.Refused.of(
                                frame.id(), null, Refusal.of("sync failed", session.id(), null, result.cause())));
                    }
                    session.answered();
                    next();
                });
    }
}
