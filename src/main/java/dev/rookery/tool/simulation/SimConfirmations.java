package dev.rookery.tool.simulation;

import dev.rookery.ownership.machine.ConfirmGate;
import dev.rookery.recovery.Losses;
import dev.rookery.store.SessionState;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives the {@link ConfirmGate} of a node. */
final class SimConfirmations implements ConfirmGate.Effects {
    private final World world;
    private final SimNode node;
    private final Losses losses;
    private final ConfirmGate gate = new ConfirmGate(this);
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    private record Waiter(long ticket, Consumer<Boolean> then) {}

    SimConfirmations(World world, SimNode node, Losses losses) {
        this.world = world;
        this.node = node;
        this.losses = losses;
        losses.onChange(this::lossesChanged);
    }

    private void lossesChanged() {
        if (losses.isWhole()) {
            gate.mended();
        } else if (!world.sabotaged(Sabotage.CONFIRMS_UNMENDED)) {
            gate.lost();
        }
    }

    /** Looks whether the own session is over, even if nobody waits for it. */
    void look() {
        if (!world.sabotaged(Sabotage.FENCED_LOOKS_AWAY)) {
            gate.ask();
        }
    }

    void confirm(Consumer<Boolean> then) {
        if (world.sabotaged(Sabotage.NO_CONFIRM)) {
            then.accept(true);
        } else {
            waiters.add(new Waiter(gate.ask(), then));
        }
    }

    @Override
    public void readOwnSession(long read) {
        long noticed = losses.noticed();
        world.store()
                .session(node.id())
                .read(node.inbox(), SimRegister.Outcome.orNull(state -> answered(read, noticed, state)));
    }

    private void answered(long read, long noticed, @Nullable SessionState state) {
        world.history().ownership().told(node.id(), state);
        boolean stands = losses.isWholeSince(noticed) || world.sabotaged(Sabotage.CONFIRMS_UNMENDED);
        gate.answered(read, state == SessionState.ALIVE && !stands ? null : state);
    }

    @Override
    public void pause() {
        node.later(world.chance().between(2 * Timeline.MS, 5 * Timeline.MS), gate::paused);
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
        if (world.sabotaged(Sabotage.FENCED_ANSWERS)) {
            waiters.forEach(waiter -> waiter.then().accept(true));
        }
        if (!world.sabotaged(Sabotage.FENCED_RUNS_ON)) {
            node.crash();
        }
    }
}
