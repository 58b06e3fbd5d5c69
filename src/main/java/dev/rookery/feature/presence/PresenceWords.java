package dev.rookery.feature.presence;

import dev.rookery.bus.message.PresenceRequest;
import dev.rookery.bus.message.PresenceRequest.ShowPresence;
import dev.rookery.bus.message.PresenceRequest.TellPresence;
import dev.rookery.feature.presence.machine.Show;
import dev.rookery.feature.presence.machine.Tell;

/** What the machines say, as it travels. */
final class PresenceWords {
    private PresenceWords() {}

    static TellPresence message(Tell tell) {
        return new TellPresence(
                tell.gateway(),
                tell.number(),
                tell.view(),
                tell.fresh(),
                tell.complete(),
                tell.active(),
                tell.away(),
                tell.left().stream()
                        .map(left -> new PresenceRequest.Left(left.user(), left.agoMs()))
                        .toList(),
                tell.moved(),
                tell.watched(),
                tell.shown(),
                tell.unwatched());
    }

    static Tell tell(TellPresence message) {
        return new Tell(
                message.gateway(),
                message.number(),
                message.view(),
                message.fresh(),
                message.complete(),
                message.active(),
                message.away(),
                message.left().stream()
                        .map(left -> new Tell.Left(left.user(), left.agoMs()))
                        .toList(),
                message.moved(),
                message.watched(),
                message.shown(),
                message.unwatched());
    }

    static ShowPresence message(Show show) {
        return new ShowPresence(
                show.keeper(),
                show.number(),
                show.active(),
                show.away(),
                show.offline().stream()
                        .map(off -> new PresenceRequest.Offline(off.user(), off.lastSeen(), off.unsure()))
                        .toList(),
                show.stored());
    }

    static Show show(ShowPresence message) {
        return new Show(
                message.keeper(),
                message.number(),
                message.active(),
                message.away(),
                message.offline().stream()
                        .map(off -> new Show.Offline(off.user(), off.lastSeen(), off.unsure()))
                        .toList(),
                message.stored());
    }
}
