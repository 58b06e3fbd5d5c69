package dev.rookery.feature.presence.machine;

import org.jspecify.annotations.Nullable;

/**
 * How somebody is seen.
 *
 * @param lastSeen in ms since 1970; only of somebody who is offline, null if never or not known
 * @param unsure whether something could not be found out
 */
public record Sight(State state, @Nullable Long lastSeen, boolean unsure) {
    /** What there is to be seen. */
    public enum State {
        ONLINE,
        AWAY,
        OFFLINE
    }

    public static final Sight ONLINE = new Sight(State.ONLINE, null, false);
    public static final Sight AWAY = new Sight(State.AWAY, null, false);
    /** Of somebody whom the viewer has nothing to do with, and of somebody who never was there. */
    public static final Sight NOTHING = new Sight(State.OFFLINE, null, false);
    /** Of somebody of whom nothing is known. */
    public static final Sight UNSURE = new Sight(State.OFFLINE, null, true);

    public boolean isPresent() {
        return state != State.OFFLINE;
    }
}
