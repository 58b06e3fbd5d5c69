package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends the sessions of nodes that are taken for dead, and makes sure that they can see so. */
final class SessionFences {
    private final Supplier<UUID> casIds;
    private final ShardKeeper.Effects effects;
    private final Map<NodeId, Fence> fences = new HashMap<>();

    SessionFences(Supplier<UUID> casIds, ShardKeeper.Effects effects) {
        this.casIds = casIds;
        this.effects = effects;
    }

    /** From the next tick on. */
    void begin(NodeId session) {
        fences.computeIfAbsent(session, Fence::new);
    }

    /** Whether a quorum read showed the session as over: for ever then. */
    boolean knowsEnded(NodeId session) {
        Fence fence = fences.get(session);
        return fence != null && fence.over;
    }

    void tick() {
        List.copyOf(fences.values()).forEach(Fence::tick);
    }

    void ended(NodeId session) {
        Fence fence = fences.get(session);
        if (fence != null) {
            fence.ended();
        }
    }

    /**
     * @param state null if the read failed or found nothing
     * @return whether the session is known to be over
     */
    boolean read(NodeId session, @Nullable SessionState state) {
        Fence fence = fences.get(session);
        return fence != null && fence.read(state);
    }

    private final class Fence {
        private final NodeId session;
        private final UUID casId = casIds.get();
        private boolean waits;
        private boolean over;

        Fence(NodeId session) {
            this.session = session;
        }

        void tick() {
            if (!waits && !over) {
                waits = true;
                effects.end(session, SessionState.FENCED, casId);
            }
        }

        /** Whatever the answer was: what counts is what a quorum read shows from now on. */
        void ended() {
            if (waits && !over) {
                effects.readSession(session);
            }
        }

        boolean read(@Nullable SessionState state) {
            waits = false;
            over |= state != null && state.isOver();
            return over;
        }
    }
}
