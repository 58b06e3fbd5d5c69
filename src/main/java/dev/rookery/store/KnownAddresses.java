package dev.rookery.store;

import dev.rookery.domain.UserId;
import io.vertx.core.Future;

/** The network addresses from which somebody signed in within the last 90 days. Reads and writes at LOCAL_QUORUM. */
public interface KnownAddresses {

    /** Takes as long for a user who does not exist. */
    Future<Boolean> isKnown(UserId user, String address);

    Future<Void> remember(UserId user, String address);
}
