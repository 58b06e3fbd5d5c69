package dev.rookery.ownership.machine;

import dev.rookery.store.ShardRow;
import org.jspecify.annotations.Nullable;

/**
 * One change of a shard's row, until it is known what became of it: as long as the row stands as it stood before, the
 * change may still be made, and is asked for again, word for word.
 */
final class ShardChange {
    private final ShardRow from;
    private final ShardRow to;
    private final ShardKeeper.Effects effects;
    private boolean waits;
    private boolean doubt;

    enum Outcome {
        OPEN,
        MADE,
        LOST
    }

    ShardChange(ShardRow from, ShardRow to, ShardKeeper.Effects effects) {
        this.from = from;
        this.to = to;
        this.effects = effects;
    }

    /** Asks for it, or what became of it, unless an answer is awaited. */
    void request() {
        if (waits) {
            return;
        }
        waits = true;
        if (doubt) {
            effects.readShard(to.shard());
        } else {
            effects.change(from, to);
        }
    }

    /** @param row as it stands after the change that {@code asked} was, null if that is not known */
    Outcome changed(ShardRow asked, @Nullable ShardRow row) {
        if (!asked.equals(to)) {
            return Outcome.OPEN;
        }
        waits = false;
        if (row == null) {
            doubt = true;
            request();
            return Outcome.OPEN;
        }
        return judge(row);
    }

    /** @param row null if the read failed */
    Outcome read(@Nullable ShardRow row) {
        if (!waits || !doubt) {
            return Outcome.OPEN;
        }
        waits = false;
        return row == null ? Outcome.OPEN : judge(row);
    }

    private Outcome judge(ShardRow row) {
        doubt = false;
        if (row.casId().equals(to.casId())) {
            return Outcome.MADE;
        }
        return row.casId().equals(from.casId()) ? Outcome.OPEN : Outcome.LOST;
    }
}
