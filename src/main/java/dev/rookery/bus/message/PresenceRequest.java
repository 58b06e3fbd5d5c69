package dev.rookery.bus.message;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between a node with sockets and the node that keeps somebody's presence. Each says how somebody stands now, not what
 * changed: it may be repeated, and the newest counts.
 */
public sealed interface PresenceRequest<R extends BusReply> extends BusRequest<R> {

    /**
     * From a gateway to a keeper: who is here, and who is watched from here.
     *
     * @param number of this request among those of the gateway to this keeper; what comes late has a lower one
     * @param view which keepers the gateway sees
     * @param fresh whether everything is told anew, beginning with this
     * @param complete whether everything is told with this
     * @param active users with a session here whose person is not away
     * @param away users whose sessions here are all away
     * @param left users whose last session here is over
     * @param moved users that this keeper is told nothing more of
     * @param watched users that somebody here watches
     * @param shown those of them that are shown as present
     * @param unwatched users that nobody here watches any more
     */
    record TellPresence(
            NodeId gateway,
            long number,
            long view,
            boolean fresh,
            boolean complete,
            List<UserId> active,
            List<UserId> away,
            List<Left> left,
            List<UserId> moved,
            List<UserId> watched,
            List<UserId> shown,
            List<UserId> unwatched)
            implements PresenceRequest<PresenceTold> {
        public TellPresence {
            active = List.copyOf(active);
            away = List.copyOf(away);
            left = List.copyOf(left);
            moved = List.copyOf(moved);
            watched = List.copyOf(watched);
            shown = List.copyOf(shown);
            unwatched = List.copyOf(unwatched);
        }

        /** How many facts it tells. */
        public int size() {
            return active.size() + away.size() + left.size() + moved.size() + watched.size() + unwatched.size();
        }
    }

    /** @param agoMs since the last sign of life */
    record Left(UserId user, long agoMs) {}

    /** @param term since when this keeper knows the gateway; with another one than before it has forgotten it between */
    record PresenceTold(long term) implements BusReply {}

    /**
     * From a keeper to a gateway: how users stand that are watched there.
     *
     * @param number of this request among those of the keeper to this gateway
     * @param offline those who are not there
     * @param stored users who left this gateway and whose last sign of life is kept elsewhere now
     */
    record ShowPresence(
            NodeId keeper,
            long number,
            List<UserId> active,
            List<UserId> away,
            List<Offline> offline,
            List<UserId> stored)
            implements PresenceRequest<PresenceShown> {
        public ShowPresence {
            active = List.copyOf(active);
            away = List.copyOf(away);
            offline = List.copyOf(offline);
            stored = List.copyOf(stored);
        }

        public int size() {
            return active.size() + away.size() + offline.size() + stored.size();
        }
    }

    /**
     * @param lastSeen in ms since 1970; null if never
     * @param unsure whether that could not be found out
     */
    record Offline(UserId user, @Nullable Long lastSeen, boolean unsure) {}

    record PresenceShown() implements BusReply {}
}
