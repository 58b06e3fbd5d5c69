package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session of this node: made before anything else, closed after everything else, over once and for all. */
final class OwnSession {
    private final NodeId self;
    private final Supplier<UUID> casIds;
    private final ShardKeeper.Effects effects;
    private @Nullable UUID registration;
    private boolean registering;
    private boolean registered;
    private @Nullable UUID closing;
    private boolean awaitsClosing;
    private boolean over;

    OwnSession(NodeId self, Supplier<UUID> casIds, ShardKeeper.Effects effects) {
        this.self = self;
        this.casIds = casIds;
        this.effects = effects;
    }

    void start() {
        registration = casIds.get();
    }

    /** Makes the session, or repeats that. */
    void register() {
        if (registration != null && !registering) {
            registering = true;
            effects.register(registration);
        }
    }

    void registered(@Nullable SessionState state) {
        registering = false;
        registered = state == SessionState.ALIVE;
        over |= state != null && state.isOver();
    }

    /** Closes the session, or repeats that. */
    void close() {
        if (!awaitsClosing) {
            awaitsClosing = true;
            closing = closing == null ? casIds.get() : closing;
            effects.end(self, SessionState.CLOSED, closing);
        }
    }

    void ended(@Nullable SessionState state) {
        awaitsClosing = false;
        if (state != null && state.isOver() && !over) {
            over = true;
            effects.closed();
        }
    }

    void stop() {
        over = true;
    }

    boolean isRegistered() {
        return registered;
    }

    boolean isOver() {
        return over;
    }
}
