package dev.rookery.tool.simulation;

import dev.rookery.store.Activation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat at the node that owns it: brought up first, then served until another owner decides. */
final class SimChat {
    private static final long UNUSED = 300 * Timeline.MS;

    private final World world;
    private final SimNode node;
    private final Tenure tenure;
    private final SimWriter writer;
    private final List<Request> waiting = new ArrayList<>();
    private final SimHeat heat;
    private final List<Runnable> untilUp = new ArrayList<>();
    private @Nullable SimSequencer sequencer;
    private long usedAt;
    private boolean gone;

    SimChat(World world, SimNode node, Tenure tenure) {
        this.world = world;
        this.node = node;
        this.tenure = tenure;
        this.heat = node.heats().of(tenure.shard(), tenure.epoch());
        this.usedAt = world.timeline().now();
        this.writer = new SimWriter(world, node, this);
    }

    Tenure tenure() {
        return tenure;
    }

    boolean isGone() {
        return gone;
    }

    void begin() {
        new SimActivation(world, node, this, writer).begin();
    }

    /** The chat is brought up: whoever waited is served. */
    void open(Activation plan, boolean confirmed) {
        if (gone || sequencer != null) {
            return;
        }
        world.history().opened(tenure.chat(), tenure.epoch(), plan.tail(), confirmed);
        SimSequencer opening = new SimSequencer(world, node, this, heat, writer, plan.tail());
        opening.applyInherited(() -> serve(opening));
    }

    private void serve(SimSequencer opened) {
        if (gone || sequencer != null) {
            return;
        }
        sequencer = opened;
        heat.committed(tenure.chat(), sequencer.committed());
        heat.machine().broughtUp(tenure.chat());
        List.copyOf(untilUp).forEach(Runnable::run);
        untilUp.clear();
        List<Request> requests = List.copyOf(waiting);
        waiting.clear();
        requests.forEach(this::handle);
    }

    void handle(Request request) {
        usedAt = world.timeline().now();
        SimSequencer open = sequencer;
        if (gone) {
            request.answer().accept(new Answer.Again());
        } else if (open == null) {
            waiting.add(request);
        } else if (request.send() == null) {
            new SimCatchUp(world, node, tenure, request, open.committed()).begin();
        } else {
            open.send(request.send(), request.answer());
        }
    }

    SimHeat heat() {
        return heat;
    }

    /** Runs when the chat is served, unless it never is. */
    void whenUp(Runnable action) {
        if (sequencer == null) {
            untilUp.add(action);
        } else {
            action.run();
        }
    }

    /** Whether nobody has needed it for a while, and nobody would notice if it was dropped. */
    boolean mayDrop() {
        return sequencer != null
                && sequencer.isIdle()
                && world.timeline().now() - usedAt > UNUSED
                && heat.mayDrop(tenure.chat());
    }

    void close() {
        if (sequencer != null) {
            sequencer.close();
        } else {
            depose();
        }
    }

    boolean isIdle() {
        return gone || (sequencer != null && sequencer.isIdle());
    }

    /** Another owner decides from now on. */
    void depose() {
        gone = true;
        waiting.forEach(request -> request.answer().accept(new Answer.Again()));
        waiting.clear();
        if (sequencer != null) {
            sequencer.depose();
        }
    }
}
