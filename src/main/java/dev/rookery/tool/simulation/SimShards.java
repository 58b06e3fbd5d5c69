package dev.rookery.tool.simulation;

import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.ShardKeeper;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives the {@link ShardKeeper} of a node: carries out its changes at the store, and lets shards go. */
final class SimShards implements ShardKeeper.Effects {
    static final long DRAIN_LIMIT = 3 * Timeline.SECOND;

    private final World world;
    private final SimNode node;
    private final ShardKeeper keeper;
    private final Map<Integer, Drain> drains = new HashMap<>();

    private record Drain(long epoch, long until) {}

    SimShards(World world, SimNode node, ShardTable table) {
        this.world = world;
        this.node = node;
        this.keeper = new ShardKeeper(node.id(), table, ShardKeeper.Limits.STANDARD, world.chance()::uuid, this);
    }

    ShardKeeper keeper() {
        return keeper;
    }

    Optional<Long> epochOf(int shard) {
        return keeper.epochOf(shard);
    }

    boolean isDraining(int shard) {
        return drains.containsKey(shard);
    }

    // Sessions.

    @Override
    public void register(UUID casId) {
        changeSession(node.id(), null, SessionState.ALIVE, this::registered);
    }

    private void registered(@Nullable SessionState state) {
        world.history().ownership().told(node.id(), state);
        keeper.registered(state);
        if (state == SessionState.FENCED) {
            node.crash();
        }
    }

    @Override
    public void end(NodeId session, SessionState state, UUID casId) {
        changeSession(session, SessionState.ALIVE, state, after -> keeper.ended(session, after));
    }

    private void changeSession(
            NodeId session, @Nullable SessionState from, SessionState to, Consumer<@Nullable SessionState> then) {
        world.store()
                .session(session)
                .change(
                        node.inbox(),
                        before -> {
                            if (before != from) {
                                return before;
                            }
                            world.history().ownership().sessionChanged(session, before, to);
                            return to;
                        },
                        SimRegister.Outcome.orNull(then));
    }

    @Override
    public void readSession(NodeId session) {
        if (world.sabotaged(Sabotage.NO_FENCE_READ)) {
            node.later(0, () -> keeper.sessionRead(session, SessionState.FENCED));
            return;
        }
        world.store()
                .session(session)
                .read(node.inbox(), SimRegister.Outcome.orNull(state -> keeper.sessionRead(session, state)));
    }

    // Shards.

    @Override
    public void change(ShardRow from, ShardRow to) {
        world.store()
                .shard(to.shard())
                .change(
                        node.inbox(),
                        before -> {
                            ShardRow known = before == null ? ShardRow.untouched(to.shard()) : before;
                            if (!known.casId().equals(from.casId())) {
                                return before;
                            }
                            world.history().ownership().shardChanged(known, to);
                            return to;
                        },
                        (known, after) -> changed(to, known, after));
    }

    private void changed(ShardRow to, boolean known, @Nullable ShardRow after) {
        if (!known) {
            world.tally().add(Count.UNKNOWN_CAS);
        }
        boolean guess = !known && world.sabotaged(Sabotage.CAS_GUESS);
        keeper.changed(to, guess ? to : after);
    }

    @Override
    public void readShard(int shard) {
        world.store().shard(shard).readSerially(node.inbox(), (known, row) -> {
            ShardRow seen = row == null ? ShardRow.untouched(shard) : row;
            keeper.shardRead(shard, known ? seen : null);
        });
    }

    @Override
    public void gained(ShardRow row) {
        node.later(0, () -> epochOf(row.shard()).ifPresent(epoch -> node.heats().begin(row.shard(), epoch)));
        world.announce(node, row);
    }

    @Override
    public void released(ShardRow row) {
        world.announce(node, row);
    }

    @Override
    public void closed() {
        node.crash();
    }

    // Letting go.

    @Override
    public void drain(ShardRow row) {
        drains.put(row.shard(), new Drain(row.epoch(), world.timeline().now() + DRAIN_LIMIT));
        node.later(0, () -> {
            if (world.sabotaged(Sabotage.RELEASE_WHILE_WRITING)) {
                drains.remove(row.shard());
                node.heats().close(row.shard());
                keeper.drained(row.shard(), row.epoch());
                return;
            }
            node.chats().close(row.shard());
            checkDrains();
        });
    }

    void checkDrains() {
        new HashMap<>(drains).forEach((shard, drain) -> {
            boolean late = world.timeline().now() > drain.until();
            boolean whole = node.mending().losses().isWhole();
            if (whole && (late || node.chats().isIdle(shard))) {
                node.chats().depose(shard);
                node.heats().close(shard);
                drains.remove(shard);
                keeper.drained(shard, drain.epoch());
            }
        });
    }
}
