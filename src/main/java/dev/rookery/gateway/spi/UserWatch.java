package dev.rookery.gateway.spi;

import dev.rookery.domain.UserId;

/** Hears of the users of one gateway. Called on the context of the gateway's verticle, in the order of what happens. */
public interface UserWatch {

    /** The user has a session here; before there was none. */
    void came(UserId user);

    /** The last session of the user here is over. */
    void left(UserId user);
}
