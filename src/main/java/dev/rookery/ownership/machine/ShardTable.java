package dev.rookery.ownership.machine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.store.ShardRow;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest state of every shard that this node has heard of, from whatever source: a row never gives way to an older
 * one. A hint, except to the node that owns a shard. Safe to read from any thread.
 */
public final class ShardTable {
    private final AtomicReferenceArray<ShardRow> rows;

    public ShardTable(int shards) {
        rows = new AtomicReferenceArray<>(shards);
        for (int shard = 0; shard < shards; shard++) {
            rows.set(shard, ShardRow.untouched(shard));
        }
    }

    public int size() {
        return rows.length();
    }

    public ShardRow row(int shard) {
        return rows.get(shard);
    }

    /** Returns whether the row was news. */
    @CanIgnoreReturnValue
    public boolean merge(ShardRow row) {
        ShardRow known = rows.get(row.shard());
        while (row.isAfter(known)) {
            if (rows.compareAndSet(row.shard(), known, row)) {
                return true;
            }
            known = rows.get(row.shard());
        }
        return false;
    }

    /** Returns whether any row was news. */
    @CanIgnoreReturnValue
    public boolean mergeAll(Collection<ShardRow> news) {
        boolean any = false;
        for (ShardRow row : news) {
            if (row.shard() >= 0 && row.shard() < rows.length()) {
                any |= merge(row);
            }
        }
        return any;
    }
}
