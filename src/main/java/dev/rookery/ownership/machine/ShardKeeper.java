package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * @param ahead lightweight transactions of shards in flight
     * @param draining shards that are let go at once
     * @param yielding shards on their way to a node that came: each counts until somebody has it. Who has just started takes
     *     long for the first ones, and only their chats should have to wait for that
     */
    public record Limits(int ahead, int draining, int yielding) {
        public static final Limits STANDARD = new Limits(16, 16, 2);
    }

    private final NodeId self;
    private final OwnSession session;
    private final SessionFences fences;
    private final List<ShardSlot> slots = new ArrayList<>();
    private ShardPlan plan;
    private boolean leaving;

    public ShardKeeper(NodeId self, ShardTable table, Limits limits, Supplier<UUID> casIds, Effects effects) {
        this.self = self;
        this.session = new OwnSession(self, casIds, effects);
        this.fences = new SessionFences(casIds, effects);
        this.plan = new ShardPlan(Placement.of(table.size(), Set.of()), Set.of(), Set.of(), false);
        ShardSlot.Shared shared =
                new ShardSlot.Shared(self, table, casIds, effects, fences, new ShardsUnderway(limits));
        for (int shard = 0; shard < table.size(); shard++) {
            slots.add(new ShardSlot(shard, shared));
        }
    }

    /** Makes the session. */
    public void start() {
        session.start();
        tick();
    }

    /** @param state of our own session after it was made, null if that is not known */
    public void registered(@Nullable SessionState state) {
        session.registered(state);
        tick();
    }

    public boolean isRegistered() {
        return session.isRegistered();
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
        plan = new ShardPlan(wanted, gone, ready, takeOver);
        tick();
    }

    /** Lets every shard go, then closes the session. */
    public void leave() {
        leaving = true;
        tick();
    }

    /** The own session is over: nothing is done any more. */
    public void stop() {
        session.stop();
    }

    /** The epoch under which this node may write the shard. */
    public Optional<Long> epochOf(int shard) {
        return session.isOver() ? Optional.empty() : slots.get(shard).epoch();
    }

    /** How many shards this node owns or is letting go. */
    public int held() {
        return (int) slots.stream().filter(ShardSlot::isHeld).count();
    }

    /** Whether this node has made sure that the session of another one is over: for ever then, whatever it still does. */
    public boolean knowsEnded(NodeId other) {
        return fences.knowsEnded(other);
    }

    /** Begins whatever can begin, and repeats what got no answer. */
    public void tick() {
        if (session.isOver()) {
            return;
        }
        if (!session.isRegistered()) {
            session.register();
            return;
        }
        for (ShardSlot slot : slots) {
            slot.noticeHeir(plan);
        }
        for (ShardSlot slot : slots) {
            slot.tick(plan, leaving);
        }
        fences.tick();
        if (leaving && slots.stream().allMatch(ShardSlot::isFree)) {
            session.close();
        }
    }

    /** @param state of the session afterwards, null if that is not known */
    public void ended(NodeId ending, @Nullable SessionState state) {
        if (ending.equals(self)) {
            session.ended(state);
        } else if (!session.isOver()) {
            fences.ended(ending);
        }
    }

    /** @param state null if the read failed or found nothing */
    public void sessionRead(NodeId other, @Nullable SessionState state) {
        if (!session.isOver() && fences.read(other, state)) {
            tick();
        }
    }

    /** @param row as it stands after the change that {@code to} asked for, null if that is not known */
    public void changed(ShardRow to, @Nullable ShardRow row) {
        if (!session.isOver() && slots.get(to.shard()).changed(to, row)) {
            tick();
        }
    }

    /** @param row null if the read failed */
    public void shardRead(int shard, @Nullable ShardRow row) {
        if (!session.isOver() && slots.get(shard).read(row)) {
            tick();
        }
    }

    /** Everything in flight for the shard is resolved, or left to the next owner: nothing is written any more. */
    public void drained(int shard, long epoch) {
        if (!session.isOver()) {
            slots.get(shard).drained(epoch);
        }
    }
}
