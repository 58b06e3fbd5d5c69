package dev.rookery.ownership.machine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.NodeId;
import dev.rookery.store.ShardRow;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One shard as seen by this node: free or another's, being taken, ours, being let go. */
final class ShardSlot {
    private enum Phase {
        FREE,
        TAKING,
        OWNED,
        DRAINING,
        RELEASING
    }

    /** What all slots of a node share. */
    record Shared(
            NodeId self,
            ShardTable table,
            Supplier<UUID> casIds,
            ShardKeeper.Effects effects,
            SessionFences fences,
            ShardsUnderway underway) {}

    private final int shard;
    private final Shared shared;
    private Phase phase = Phase.FREE;
    /** The row that made it ours: the table may have heard of a later owner before we hear that we are fenced. */
    private @Nullable ShardRow held;

    private @Nullable ShardChange change;
    /** Who should take what we let go, until somebody has it or another should. */
    private @Nullable NodeId heir;

    ShardSlot(int shard, Shared shared) {
        this.shard = shard;
        this.shared = shared;
    }

    /** The epoch under which this node may write the shard. */
    Optional<Long> epoch() {
        return phase == Phase.OWNED && held != null ? Optional.of(held.epoch()) : Optional.empty();
    }

    boolean isFree() {
        return phase == Phase.FREE;
    }

    /** Whether this node owns the shard, or is letting it go. */
    boolean isHeld() {
        return phase != Phase.FREE && phase != Phase.TAKING;
    }

    /** Begins whatever can begin, and repeats what got no answer. */
    void tick(ShardPlan plan, boolean leaving) {
        if (change != null) {
            change.request();
        } else if (phase == Phase.FREE && !leaving && plan.mayTake(shard, shared.self())) {
            take(plan);
        } else if (phase == Phase.OWNED && leaving) {
            drain();
        } else if (phase == Phase.OWNED && plan.mustYield(shard, shared.self())) {
            yieldTo(plan.wanted().wanted(shard));
        }
    }

    /** To be called before {@link #tick} for every slot, as it may make room for others to be let go. */
    void noticeHeir(ShardPlan plan) {
        boolean released = phase != Phase.DRAINING && phase != Phase.RELEASING;
        boolean taken = released && shared.table().row(shard).owner() != null;
        if (heir != null && (taken || !heir.equals(plan.wanted().wanted(shard)))) {
            heir = null;
            shared.underway().yieldEnds();
        }
    }

    private void take(ShardPlan plan) {
        ShardRow row = shared.table().row(shard);
        NodeId owner = row.owner();
        NodeId self = shared.self();
        if (owner == null || (!owner.equals(self) && shared.fences().knowsEnded(owner))) {
            if (shared.underway().mayTake()) {
                begin(Phase.TAKING, row, row.takenBy(self, shared.casIds().get()));
            }
        } else if (plan.gone().contains(owner)) {
            shared.fences().begin(owner);
        }
    }

    private void yieldTo(@Nullable NodeId next) {
        if (heir == null && shared.underway().mayYield() && drain()) {
            shared.underway().yieldBegins();
            heir = next;
        }
    }

    @CanIgnoreReturnValue
    private boolean drain() {
        ShardRow ours = held;
        if (ours == null || !shared.underway().mayDrain()) {
            return false;
        }
        shared.underway().drainBegins();
        phase = Phase.DRAINING;
        shared.effects().drain(ours);
        return true;
    }

    void drained(long epoch) {
        ShardRow ours = held;
        if (phase == Phase.DRAINING && ours != null && ours.epoch() == epoch) {
            begin(Phase.RELEASING, ours, ours.released(shared.casIds().get()));
        }
    }

    private void begin(Phase next, ShardRow from, ShardRow to) {
        shared.underway().changeBegins();
        phase = next;
        ShardChange begun = new ShardChange(from, to, shared.effects());
        change = begun;
        begun.request();
    }

    /** Returns whether something has ended, so that more may begin. */
    boolean changed(ShardRow asked, @Nullable ShardRow row) {
        return change != null && resolve(change.changed(asked, row), row);
    }

    /** Returns whether something has ended, so that more may begin. */
    boolean read(@Nullable ShardRow row) {
        return change != null && resolve(change.read(row), row);
    }

    private boolean resolve(ShardChange.Outcome outcome, @Nullable ShardRow row) {
        if (outcome == ShardChange.Outcome.OPEN || row == null) {
            return false;
        }
        boolean made = outcome == ShardChange.Outcome.MADE;
        boolean releasing = phase == Phase.RELEASING;
        shared.table().merge(row);
        change = null;
        shared.underway().changeEnds();
        if (releasing) {
            shared.underway().drainEnds();
        }
        phase = made && !releasing ? Phase.OWNED : Phase.FREE;
        held = phase == Phase.OWNED ? row : null;
        if (made && releasing) {
            shared.effects().released(row);
        } else if (made) {
            shared.effects().gained(row);
        }
        return true;
    }
}
