package dev.rookery.ownership;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shards of one node: its own session, fencing the dead, taking shards over and letting them go.
 *
 * <p>Guarantees: a shard is taken from another session only after that session was read back at quorum as over; a change
 * whose outcome is unknown is repeated word for word until the row tells; this node holds a shard under an epoch once in
 * its life, and only after the change that made it so is known to be made. No clock and no I/O: {@link #plan} says what
 * should be, {@link #tick} repeats what got no answer. Not thread safe.
 */
public final class ShardKeeper {
    /** What the machine asks for. Must not call back before it returns. */
    public interface Effects {
        /** Make the own session; answer with {@link #registered}. */
        void register(UUID casId);

        /** Change a session; answer with {@link #ended}. */
        void end(NodeId session, SessionState state, UUID casId);

        /** Read a session at quorum; answer with {@link #sessionRead}. */
        void readSession(NodeId session);

        /** Change a shard; answer with {@link #changed}. */
        void change(ShardRow from, ShardRow to);

        /** Read a shard serially; answer with {@link #shardRead}. */
        void readShard(int shard);

        /** The shard is ours under the epoch of this row: chats in it may be activated from now on. */
        void gained(ShardRow row);

        /** Take in nothing new for this shard and let what is in flight resolve, then call {@link #drained}. */
        void drain(ShardRow row);

        /** We let the shard go: whoever should have it may take it. */
        void released(ShardRow row);

        /** Our session is closed and no shard is ours. */
        void closed();
    }

    /** @param ahead lightweight transactions of shards in flight, {@code draining} shards that are let go at once */
    public record Limits(int ahead, int draining) {
        public static final Limits STANDARD = new Limits(16, 16);
    }

    private final NodeId self;
    private final ShardTable table;
    private final Limits limits;
    private final Supplier<UUID> casIds;
    private final Effects effects;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<NodeId, Fence> fences = new HashMap<>();
    private @Nullable UUID registration;
    private boolean registrationOut;
    private boolean registered;
    private boolean over;
    private boolean leaving;
    private @Nullable UUID closing;
    private boolean closingOut;
    private Placement placement;
    private Set<NodeId> suspects = Set.of();
    private Set<NodeId> takers = Set.of();
    private boolean mayTake;
    private int inFlight;
    private int draining;

    public ShardKeeper(NodeId self, ShardTable table, Limits limits, Supplier<UUID> casIds, Effects effects) {
        this.self = self;
        this.table = table;
        this.limits = limits;
        this.casIds = casIds;
        this.effects = effects;
        this.placement = Placement.of(table.size(), Set.of());
        for (int shard = 0; shard < table.size(); shard++) {
            slots.add(new Slot(shard));
        }
    }

    /** Makes the session. */
    public void start() {
        registration = casIds.get();
        tick();
    }

    /** @param state of our own session after it was made, null if that is not known */
    public void registered(@Nullable SessionState state) {
        registrationOut = false;
        registered = state == SessionState.ALIVE;
        over |= state != null && state.isOver();
        tick();
    }

    public boolean isRegistered() {
        return registered;
    }

    /**
     * Says what should be.
     *
     * @param wanted who should have each shard
     * @param gone nodes that may be fenced to get theirs
     * @param ready nodes that would take a shard if it became free: to others none is given
     * @param takeOver whether this node may take shards at all
     */
    public void plan(Placement wanted, Set<NodeId> gone, Set<NodeId> ready, boolean takeOver) {
        placement = wanted;
        takers = Set.copyOf(ready);
        suspects = Set.copyOf(gone);
        mayTake = takeOver;
        tick();
    }

    /** Lets every shard go, then closes the session. */
    public void leave() {
        leaving = true;
        tick();
    }

    /** The own session is over: nothing is done any more. */
    public void stop() {
        over = true;
    }

    /** The epoch under which this node may write the shard. */
    public Optional<Long> epochOf(int shard) {
        Slot slot = slots.get(shard);
        return !over && slot.phase == Phase.OWNED && slot.held != null
                ? Optional.of(slot.held.epoch())
                : Optional.empty();
    }

    /** How many shards this node owns or is letting go. */
    public int held() {
        return (int) slots.stream()
                .filter(slot -> slot.phase != Phase.FREE && slot.phase != Phase.TAKING)
                .count();
    }

    /** Begins whatever can begin, and repeats what got no answer. */
    public void tick() {
        if (over) {
            return;
        }
        if (!registered) {
            register();
            return;
        }
        for (Slot slot : slots) {
            slot.tick();
        }
        for (Fence fence : List.copyOf(fences.values())) {
            fence.tick();
        }
        close();
    }

    private void register() {
        if (registration != null && !registrationOut) {
            registrationOut = true;
            effects.register(registration);
        }
    }

    private void close() {
        boolean free = leaving && slots.stream().allMatch(slot -> slot.phase == Phase.FREE);
        if (!free || closingOut) {
            return;
        }
        closingOut = true;
        closing = closing == null ? casIds.get() : closing;
        effects.end(self, SessionState.CLOSED, closing);
    }

    /** @param state of the session afterwards, null if that is not known */
    public void ended(NodeId session, @Nullable SessionState state) {
        if (session.equals(self)) {
            closingOut = false;
            if (state != null && state.isOver() && !over) {
                over = true;
                effects.closed();
            }
            return;
        }
        Fence fence = fences.get(session);
        if (fence != null && !over) {
            fence.changed();
        }
    }

    /** @param state null if the read failed or found nothing */
    public void sessionRead(NodeId session, @Nullable SessionState state) {
        Fence fence = fences.get(session);
        if (fence != null && !over) {
            fence.read(state);
        }
    }

    /** @param row as it stands after the change that {@code to} asked for, null if that is not known */
    public void changed(ShardRow to, @Nullable ShardRow row) {
        if (!over) {
            slots.get(to.shard()).changed(to, row);
        }
    }

    /** @param row null if the read failed */
    public void shardRead(int shard, @Nullable ShardRow row) {
        if (!over) {
            slots.get(shard).read(row);
        }
    }

    /** Everything in flight for the shard is resolved, or left to the next owner: nothing is written any more. */
    public void drained(int shard, long epoch) {
        if (!over) {
            slots.get(shard).drained(epoch);
        }
    }

    private enum Phase {
        FREE,
        TAKING,
        OWNED,
        DRAINING,
        RELEASING
    }

    /** One shard as seen by this node. */
    private final class Slot {
        private final int shard;
        private Phase phase = Phase.FREE;
        /** The row that made it ours: the table may have heard of a later owner before we hear that we are fenced. */
        private @Nullable ShardRow held;

        private @Nullable ShardRow from;
        private @Nullable ShardRow to;
        private boolean waits;
        private boolean doubt;

        Slot(int shard) {
            this.shard = shard;
        }

        ShardRow row() {
            return table.row(shard);
        }

        void tick() {
            if (waits) {
                return;
            }
            if (to != null) {
                request();
                return;
            }
            NodeId wanted = placement.wanted(shard);
            if (phase == Phase.FREE && self.equals(wanted) && mayTake && !leaving) {
                take();
            } else if (phase == Phase.OWNED
                    && (leaving || (wanted != null && !self.equals(wanted) && takers.contains(wanted)))) {
                letGo();
            }
        }

        private void take() {
            ShardRow row = row();
            NodeId owner = row.owner();
            if (owner == null || (!owner.equals(self) && knowsEnded(owner))) {
                begin(Phase.TAKING, row, row.takenBy(self, casIds.get()));
            } else if (suspects.contains(owner)) {
                fences.computeIfAbsent(owner, Fence::new);
            }
        }

        private void letGo() {
            ShardRow ours = held;
            if (draining < limits.draining() && ours != null) {
                draining++;
                phase = Phase.DRAINING;
                effects.drain(ours);
            }
        }

        void drained(long epoch) {
            ShardRow ours = held;
            if (phase == Phase.DRAINING && ours != null && ours.epoch() == epoch) {
                begin(Phase.RELEASING, ours, ours.released(casIds.get()));
            }
        }

        private void begin(Phase next, ShardRow before, ShardRow after) {
            if (next == Phase.TAKING && inFlight >= limits.ahead()) {
                return;
            }
            inFlight++;
            phase = next;
            from = before;
            to = after;
            request();
        }

        private void request() {
            ShardRow before = from;
            ShardRow after = to;
            if (before == null || after == null) {
                return;
            }
            waits = true;
            if (doubt) {
                effects.readShard(shard);
            } else {
                effects.change(before, after);
            }
        }

        void changed(ShardRow asked, @Nullable ShardRow row) {
            if (!asked.equals(to)) {
                return;
            }
            waits = false;
            if (row == null) {
                doubt = true;
                request();
            } else {
                resolve(row);
            }
        }

        void read(@Nullable ShardRow row) {
            if (!waits || !doubt) {
                return;
            }
            waits = false;
            if (row != null) {
                resolve(row);
            }
        }

        /** Our change is made if the row has its casId, may still be made if nothing changed, and is lost otherwise. */
        private void resolve(ShardRow row) {
            ShardRow before = from;
            ShardRow after = to;
            if (before == null || after == null) {
                return;
            }
            doubt = false;
            boolean made = row.casId().equals(after.casId());
            if (!made && row.casId().equals(before.casId())) {
                return;
            }
            table.merge(row);
            from = null;
            to = null;
            inFlight--;
            boolean releasing = phase == Phase.RELEASING;
            draining -= releasing ? 1 : 0;
            phase = made && !releasing ? Phase.OWNED : Phase.FREE;
            held = phase == Phase.OWNED ? row : null;
            if (made && releasing) {
                effects.released(row);
            } else if (made) {
                effects.gained(row);
            }
            ShardKeeper.this.tick();
        }
    }

    /** Whether this node has made sure that the session of another one is over: for ever then, whatever it still does. */
    public boolean knowsEnded(NodeId session) {
        Fence fence = fences.get(session);
        return fence != null && fence.over;
    }

    /** Ends the session of a node that is taken for dead, and makes sure that it can see so. */
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
        void changed() {
            if (waits && !over) {
                effects.readSession(session);
            }
        }

        void read(@Nullable SessionState state) {
            waits = false;
            over |= state != null && state.isOver();
            if (over) {
                ShardKeeper.this.tick();
            }
        }
    }
}
