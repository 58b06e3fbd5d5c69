package dev.rookery.store;

import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** When somebody was there last. Reads and writes at LOCAL_QUORUM. */
public interface LastSeenStore {

    /** The latest stays, in whatever order they are written; safe to repeat. */
    Future<Void> save(UserId user, Instant at);

    Future<Optional<Instant>> find(UserId user);
}
