package dev.rookery.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.ConfirmGate;
import dev.rookery.ownership.PeerWatch;
import dev.rookery.ownership.Placement;
import dev.rookery.ownership.ShardKeeper;
import dev.rookery.ownership.ShardTable;
import dev.rookery.simulation.Tally.Count;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process: the machines of a node and what ties them to the world. Dies when its session is over. */
final class SimNode {
    private static final long CYCLE = 500 * Timeline.MS;
    private static final long TICK = 150 * Timeline.MS;
    private static final long REACHED_FOR = 2 * Timeline.SECOND;
    private static final long DRAIN_LIMIT = 3 * Timeline.SECOND;

    private final World world;
    private final int host;
    private final NodeId id;
    private final ShardTable table;
    private final ShardKeeper keeper;
    private final PeerWatch watch;
    private final ConfirmGate gate;
    private final Map<ChatId, SimChat> chats = new HashMap<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Map<NodeId, Long> heard = new HashMap<>();
    private final Map<Integer, Drain> drains = new HashMap<>();
    private final Set<NodeId> everServed = new HashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean paused;
    private boolean dead;
    private boolean leaving;
    private boolean cycling;
    private long beats;

    private record Drain(long epoch, long until) {}

    private record Waiter(long ticket, Consumer<Boolean> then) {}

    SimNode(World world, int host, NodeId id) {
        this.world = world;
        this.host = host;
        this.id = id;
        this.table = new ShardTable(world.sizes().shards());
        this.keeper = new ShardKeeper(id, table, ShardKeeper.Limits.STANDARD, world.chance()::uuid, new Shards());
        this.watch = new PeerWatch(id, PeerWatch.Limits.STANDARD);
        this.gate = new ConfirmGate(new Gate());
    }

    NodeId id() {
        return id;
    }

    int host() {
        return host;
    }

    boolean isServing() {
        return keeper.isRegistered() && !leaving;
    }

    boolean isDead() {
        return dead;
    }

    boolean isPaused() {
        return paused;
    }

    SimInbox inbox() {
        return this::deliver;
    }

    private void deliver(Runnable action) {
        if (dead) {
            return;
        }
        if (paused) {
            held.add(action);
        } else {
            action.run();
        }
    }

    void later(long delay, Runnable action) {
        world.timeline().after(delay, () -> deliver(action));
    }

    void start() {
        keeper.start();
        cycle();
        tick();
    }

    // Faults.

    void crash() {
        dead = true;
        world.died(this);
    }

    void pause(long duration) {
        if (!paused && !dead) {
            paused = true;
            world.tally().add(Count.PAUSES);
            world.timeline().after(duration, this::resume);
        }
    }

    void resume() {
        paused = false;
        List<Runnable> missed = List.copyOf(held);
        held.clear();
        missed.forEach(this::deliver);
    }

    /** Perhaps stops the node, as soon as what runs now is done: a process is not interrupted in the middle of it. */
    boolean ambush() {
        boolean falls = world.chance().perMille(world.weather().ambush());
        if (falls) {
            world.timeline().after(0, () -> pause(world.chance().between(2 * Timeline.SECOND, 9 * Timeline.SECOND)));
        }
        return falls;
    }

    void drain() {
        if (!leaving) {
            leaving = true;
            keeper.leave();
        }
    }

    // Liveness.

    private void cycle() {
        later(CYCLE + world.chance().between(0, CYCLE / 5), this::cycle);
        gate.ask();
        refresh();
        world.ping(this, peer -> heard.put(peer, world.timeline().now()));
        if (cycling) {
            return;
        }
        cycling = true;
        world.store().beat(inbox(), new Heartbeat(id, ++beats, reached()), beaten -> world.store()
                .heartbeats(inbox(), seen -> {
                    cycling = false;
                    if (seen != null) {
                        look(seen);
                    }
                }));
    }

    private Set<NodeId> reached() {
        long now = world.timeline().now();
        heard.values().removeIf(at -> now - at > REACHED_FOR);
        return Set.copyOf(heard.keySet());
    }

    private void look(List<Heartbeat> seen) {
        Set<NodeId> owners = new HashSet<>();
        for (int shard = 0; shard < table.size(); shard++) {
            table.row(shard).ownedBy().ifPresent(owners::add);
        }
        PeerWatch.View view = watch.look(world.timeline().now() / Timeline.MS, seen, owners, reached(), departed(seen));
        List<NodeId> candidates = world.roster(host).stream()
                .filter(node -> !view.suspects().contains(node))
                .toList();
        keeper.plan(
                Placement.of(table.size(), candidates),
                view.suspects(),
                view.live(),
                view.majority() && candidates.contains(id));
        if (view.stepDown() && !leaving) {
            world.tally().add(Count.STEP_DOWNS);
            drain();
            later(2 * DRAIN_LIMIT, this::crash);
        }
    }

    private Set<NodeId> departed(List<Heartbeat> seen) {
        List<NodeId> roster = world.roster(host);
        everServed.addAll(roster);
        Set<NodeId> departed = new HashSet<>();
        for (Heartbeat beat : seen) {
            if (everServed.contains(beat.node()) && !roster.contains(beat.node())) {
                departed.add(beat.node());
            }
        }
        return departed;
    }

    private void refresh() {
        for (int shard = 0; shard < table.size(); shard++) {
            world.store().shard(shard).read(inbox(), SimRegister.Outcome.orNull(this::learn));
        }
    }

    private void learn(@Nullable ShardRow row) {
        if (row != null) {
            table.merge(row);
        }
    }

    private void tick() {
        later(TICK, this::tick);
        keeper.tick();
        checkDrains();
    }

    // Requests.

    /** As the gateway of a client. */
    void ask(Request request) {
        int shard = world.shardOf(request.chat());
        NodeId owner = table.row(shard).owner();
        SimNode target = owner == null ? null : world.find(owner);
        if (target == null) {
            request.answer().accept(new Answer.Again());
        } else if (target == this) {
            own(request);
        } else {
            Consumer<Answer> back =
                    answer -> world.bus().send(target.host, host, inbox(), () -> relay(request, answer));
            world.bus()
                    .send(
                            host,
                            target.host,
                            target.inbox(),
                            () -> target.own(new Request(request.chat(), request.send(), request.after(), back)));
        }
    }

    private void relay(Request request, Answer answer) {
        if (answer instanceof Answer.Again) {
            refresh();
        }
        request.answer().accept(answer);
    }

    /** As the owner. */
    private void own(Request request) {
        int shard = world.shardOf(request.chat());
        SimChat chat = chats.get(request.chat());
        Long epoch = keeper.epochOf(shard).orElse(null);
        if (epoch == null) {
            // While the shard is let go, what was accepted before is still decided here.
            if (chat != null && drains.containsKey(shard)) {
                chat.handle(request);
            } else {
                request.answer().accept(new Answer.Again());
            }
            return;
        }
        if (chat == null || chat.epoch() != epoch) {
            chat = new SimChat(world, this, request.chat(), shard, epoch);
            chats.put(request.chat(), chat);
            chat.begin();
        }
        chat.handle(request);
    }

    // Confirming.

    void confirm(Consumer<Boolean> then) {
        if (world.sabotaged(Sabotage.NO_CONFIRM)) {
            then.accept(true);
        } else {
            waiters.add(new Waiter(gate.ask(), then));
        }
    }

    private final class Gate implements ConfirmGate.Effects {
        @Override
        public void readOwnSession() {
            world.store().session(id).read(inbox(), SimRegister.Outcome.orNull(gate::answered));
        }

        @Override
        public void pause() {
            later(world.chance().between(2 * Timeline.MS, 5 * Timeline.MS), gate::paused);
        }

        @Override
        public void confirmed(long ticket) {
            for (Waiter next = waiters.peek(); next != null && next.ticket() <= ticket; next = waiters.peek()) {
                waiters.remove().then().accept(true);
            }
        }

        @Override
        public void over(SessionState state) {
            if (state == SessionState.FENCED) {
                world.tally().add(Count.ZOMBIES_STOPPED);
            }
            crash();
        }
    }

    // Letting go.

    void checkDrains() {
        new HashMap<>(drains).forEach((shard, drain) -> {
            List<SimChat> mine = chats.values().stream()
                    .filter(chat -> chat.shard() == shard)
                    .toList();
            boolean late = world.timeline().now() > drain.until();
            if (late || mine.stream().allMatch(SimChat::isIdle)) {
                mine.forEach(SimChat::depose);
                chats.values().removeIf(chat -> chat.shard() == shard);
                drains.remove(shard);
                keeper.drained(shard, drain.epoch());
            }
        });
    }

    private final class Shards implements ShardKeeper.Effects {
        @Override
        public void register(UUID casId) {
            changeSession(id, null, SessionState.ALIVE, keeper::registered);
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
                            inbox(),
                            before -> {
                                if (before != from) {
                                    return before;
                                }
                                world.history().sessionChanged(session, before, to);
                                return to;
                            },
                            SimRegister.Outcome.orNull(then));
        }

        @Override
        public void readSession(NodeId session) {
            if (world.sabotaged(Sabotage.NO_FENCE_READ)) {
                later(0, () -> keeper.sessionRead(session, SessionState.FENCED));
                return;
            }
            world.store()
                    .session(session)
                    .read(inbox(), SimRegister.Outcome.orNull(state -> keeper.sessionRead(session, state)));
        }

        @Override
        public void change(ShardRow from, ShardRow to) {
            world.store()
                    .shard(to.shard())
                    .change(
                            inbox(),
                            before -> {
                                ShardRow known = before == null ? ShardRow.untouched(to.shard()) : before;
                                if (!known.casId().equals(from.casId())) {
                                    return before;
                                }
                                world.history().shardChanged(known, to);
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
            world.store().shard(shard).readSerially(inbox(), (known, row) -> {
                ShardRow seen = row == null ? ShardRow.untouched(shard) : row;
                keeper.shardRead(shard, known ? seen : null);
            });
        }

        @Override
        public void gained(ShardRow row) {
            world.announce(SimNode.this, row);
        }

        @Override
        public void drain(ShardRow row) {
            drains.put(row.shard(), new Drain(row.epoch(), world.timeline().now() + DRAIN_LIMIT));
            later(0, () -> {
                if (world.sabotaged(Sabotage.RELEASE_WHILE_WRITING)) {
                    drains.remove(row.shard());
                    keeper.drained(row.shard(), row.epoch());
                    return;
                }
                chats.values().stream()
                        .filter(chat -> chat.shard() == row.shard())
                        .forEach(SimChat::close);
                checkDrains();
            });
        }

        @Override
        public void released(ShardRow row) {
            world.announce(SimNode.this, row);
        }

        @Override
        public void closed() {
            crash();
        }
    }

    void announced(ShardRow row) {
        table.merge(row);
        keeper.tick();
    }
}
