package dev.rookery.feature.presence;

import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.SessionWatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How each session of this node stands. A session whose client is silent for too long counts for nothing before it ends: that
 * is later. An entry is touched by the event loop of its session only.
 */
final class LocalSessions implements SessionWatch {
    private final long silence;
    private final Listener listener;
    private final Map<SessionId, Standing> standings = new ConcurrentHashMap<>();

    enum Stand {
        ACTIVE,
        AWAY,
        GONE
    }

    /** Called on the event loop of the session. */
    interface Listener {
        /** @param agoMs since the last sign of life */
        void changed(UserId user, Stand before, Stand after, long agoMs);
    }

    private static final class Standing {
        boolean away;
        boolean silent;

        Stand stand() {
            if (silent) {
                return Stand.GONE;
            }
            return away ? Stand.AWAY : Stand.ACTIVE;
        }
    }

    LocalSessions(Duration silence, Listener listener) {
        this.silence = silence.toNanos();
        this.listener = listener;
    }

    @Override
    public void began(ClientSession session) {
        standings.put(session.id(), new Standing());
        listener.changed(session.user(), Stand.GONE, Stand.ACTIVE, 0);
    }

    @Override
    public void swept(ClientSession session, long silentNanos) {
        Standing standing = standings.get(session.id());
        if (standing != null && standing.silent != silentNanos >= silence) {
            Stand before = standing.stand();
            standing.silent = !standing.silent;
            tell(session, before, standing.stand(), silentNanos / 1_000_000);
        }
    }

    void away(ClientSession session, boolean away) {
        Standing standing = standings.get(session.id());
        if (standing != null) {
            Stand before = standing.stand();
            standing.away = away;
            tell(session, before, standing.stand(), 0);
        }
    }

    @Override
    public void ended(ClientSession session) {
        Standing standing = standings.remove(session.id());
        if (standing != null) {
            tell(session, standing.stand(), Stand.GONE, 0);
        }
    }

    private void tell(ClientSession session, Stand before, Stand after, long agoMs) {
        if (before != after) {
            listener.changed(session.user(), before, after, agoMs);
        }
    }
}
