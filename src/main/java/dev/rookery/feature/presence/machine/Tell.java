package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.util.List;

/**
 * From a gateway to a keeper: who is here, and who is watched from here.
 *
 * @param number of this word among those of the gateway to this keeper; what comes late has a lower one
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
public record Tell(
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
        List<UserId> unwatched) {

    /** @param agoMs since the last sign of life */
    public record Left(UserId user, long agoMs) {}
}
