package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.inbox.Standing;
import dev.rookery.ownership.machine.PeerWatch;
import dev.rookery.ownership.machine.Placement;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.recovery.Losses;
import dev.rookery.store.ShardRow;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process: the machines of a node and what ties them to the world. Dies when its session is over. */
final class SimNode {
    private static final long CYCLE = 500 * Timeline.MS;
    private static final long TICK = 150 * Timeline.MS;

    private final World world;
    private final int host;
    private final NodeId id;
    private final ShardTable table;
    private final SimShards shards;
    private final SimChats chats;
    private final SimHeats heats;
    private final SimVigil vigil;
    private final SimMending mending;
    private final SimConfirmations confirmations;
    private final SimConfirmations lifeSigns;
    private final List<Runnable> held = new ArrayList<>();
    private boolean paused;
    private boolean dead;
    private boolean leaving;

    SimNode(World world, int host, NodeId id) {
        this.world = world;
        this.host = host;
        this.id = id;
        this.table = new ShardTable(world.sizes().shards());
        this.shards = new SimShards(world, this, table);
        this.chats = new SimChats(world, this, shards);
        this.heats = new SimHeats(world, this);
        this.vigil = new SimVigil(world, this, table, this::plan);
        this.mending = new SimMending(world, this);
        this.confirmations = new SimConfirmations(world, this, mending.losses());
        this.lifeSigns = new SimConfirmations(world, this, new Losses());
    }

    NodeId id() {
        return id;
    }

    int host() {
        return host;
    }

    SimChats chats() {
        return chats;
    }

    SimShards shards() {
        return shards;
    }

    SimHeats heats() {
        return heats;
    }

    SimMending mending() {
        return mending;
    }

    boolean isServing() {
        return shards.keeper().isRegistered() && !leaving;
    }

    boolean isDead() {
        return dead;
    }

    boolean isPaused() {
        return paused;
    }

    // Its one thread.

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
        shards.keeper().start();
        cycle();
        tick();
    }

    private void cycle() {
        later(CYCLE + world.chance().between(0, CYCLE / 5), this::cycle);
        lifeSigns.look();
        mending.tick();
        refresh();
        vigil.look();
    }

    private void tick() {
        later(TICK, this::tick);
        shards.keeper().tick();
        shards.checkDrains();
        heats.tick();
        chats.sweep();
    }

    // Faults.

    void crash() {
        if (!dead) {
            dead = true;
            world.died(this);
        }
    }

    void pause(long duration) {
        if (!paused && !dead) {
            paused = true;
            world.tally().add(Count.PAUSES);
            world.timeline().after(duration, this::resume);
            if (duration > World.CLUSTER_MANAGER_WAITS) {
                world.tally().add(Count.FREEZES);
                world.timeline().after(World.CLUSTER_MANAGER_WAITS, () -> world.splitOff(this));
            }
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
        boolean falls =
                !world.hasTruce() && world.chance().perMille(world.weather().ambush());
        if (falls) {
            world.timeline().after(0, () -> pause(world.chance().between(2 * Timeline.SECOND, 9 * Timeline.SECOND)));
        }
        return falls;
    }

    void drain() {
        if (!leaving) {
            leaving = true;
            shards.keeper().leave();
        }
    }

    // Who owns what.

    private void plan(PeerWatch.View view) {
        List<NodeId> candidates = world.roster(host).stream()
                .filter(node -> !view.suspects().contains(node))
                .toList();
        shards.keeper()
                .plan(
                        Placement.of(table.size(), candidates),
                        view.suspects(),
                        view.live(),
                        view.majority() && candidates.contains(id));
        if (view.defect().isPresent() && !leaving) {
            world.tally().add(Count.STEP_DOWNS);
            drain();
            later(2 * SimShards.DRAIN_LIMIT, this::crash);
        }
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

    void announced(ShardRow row) {
        table.merge(row);
        shards.keeper().tick();
    }

    void confirm(Consumer<Boolean> then) {
        confirmations.confirm(then);
    }

    // Requests.

    /** As the gateway of a client. */
    void ask(Request request) {
        int shard = world.shardOf(request.chat());
        NodeId owner = table.row(shard).owner();
        SimNode target = owner == null ? null : world.find(owner);
        if (target == null || world.areSplit(this, target)) {
            request.answer().accept(new Answer.Again());
        } else if (target == this) {
            chats.handle(request);
        } else {
            Consumer<Answer> back =
                    answer -> world.bus().send(target.host, host, inbox(), () -> relay(request, answer));
            Request passedOn = new Request(request.chat(), request.send(), request.after(), back);
            world.bus().send(host, target.host, target.inbox(), () -> target.chats.handle(passedOn));
        }
    }

    Optional<NodeId> ownerOf(ChatId chat) {
        return Optional.ofNullable(table.row(world.shardOf(chat)).owner());
    }

    /** Asks an owner how chats stand; there may be no answer, or two. */
    void askHeat(NodeId owner, List<ChatId> of, Consumer<Map<ChatId, Standing>> answer) {
        SimNode target = world.find(owner);
        if (target == this) {
            heats.ask(of, answer);
        } else if (target != null && !world.areSplit(this, target)) {
            Consumer<Map<ChatId, Standing>> back =
                    standings -> world.bus().send(target.host, host, inbox(), () -> answer.accept(standings));
            world.bus().send(host, target.host, target.inbox(), () -> target.heats.ask(of, back));
        }
    }

    private void relay(Request request, Answer answer) {
        if (answer instanceof Answer.Again) {
            refresh();
        }
        request.answer().accept(answer);
    }
}
