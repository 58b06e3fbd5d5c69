package dev.rookery.tool.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.recovery.Losses;
import dev.rookery.recovery.Mender;
import dev.rookery.tool.simulation.SimPartition.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives the {@link Mender} of a node. */
final class SimMending implements Mender.Effects<SimWrite> {
    private static final Mender.Limits LIMITS = new Mender.Limits(Duration.ofSeconds(10), Long.MAX_VALUE, 3);

    private final World world;
    private final SimNode node;
    private final Losses losses = new Losses();
    private final Mender<SimWrite> mender = new Mender<>(LIMITS, this);
    private boolean unaware;

    SimMending(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    Losses losses() {
        return losses;
    }

    void tick() {
        mender.tick(world.timeline().now() / Timeline.MS);
    }

    /** Replicas have ended, and this node does not know yet. */
    void storeEnds() {
        unaware = true;
    }

    boolean isUnaware() {
        return unaware;
    }

    /** A connection to a replica is gone. */
    void storeLost() {
        unaware = false;
        if (!world.sabotaged(Sabotage.NO_MENDING)) {
            losses.notice();
            mender.lost(losses.noticed());
        }
    }

    /** @return whether that counts; else it has to be written again */
    boolean stored(SimWrite write, long began) {
        return mender.stored(write, 0, began, losses.noticed());
    }

    /** {@code done} gets null, too, if what was lost may be missing. */
    void read(Place key, Consumer<@Nullable List<Entry>> done) {
        long began = losses.noticed();
        world.store()
                .log()
                .read(node.inbox(), key, entries -> done.accept(losses.isWholeSince(began) ? entries : null));
    }

    /** The same of the inbox. */
    <P, C> void read(SimCells<P, C> table, P partition, Consumer<@Nullable Map<C, Long>> done) {
        long began = losses.noticed();
        table.read(node.inbox(), partition, found -> done.accept(losses.isWholeSince(began) ? found : null));
    }

    /** Writes until it is stored, as long as that is wanted. */
    void write(SimWrite write, BooleanSupplier wanted, Runnable stored) {
        long began = losses.noticed();
        write.run(node.inbox(), known -> {
            if (known && stored(write, began)) {
                stored.run();
            } else if (wanted.getAsBoolean()) {
                node.later(SimWriter.RETRY, () -> write(write, wanted, stored));
            }
        });
    }

    @Override
    public void rewrite(long pass, SimWrite write) {
        write.run(node.inbox(), stored -> {
            if (stored) {
                mender.rewritten(pass);
            } else if (mender.isPass(pass)) {
                node.later(SimWriter.RETRY, () -> rewrite(pass, write));
            }
        });
    }

    @Override
    public void mended(long loss, int writes) {
        world.tally().add(Tally.Count.MENDINGS);
        losses.mended(loss);
    }
}
