package dev.rookery.tool.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of cells that hold numbers and only grow, since the timestamp of each is its number: written at quorum, and read at
 * quorum by partition, with read repair.
 *
 * @param <P> the key of a partition
 * @param <C> the key of a cell in it
 */
final class SimCells<P, C> {
    private final SimTransport transport;
    private final Tally tally;
    private final List<Map<P, Map<C, Long>>> replicas = new ArrayList<>();
    private final List<List<Taken<P, C>>> taken = new ArrayList<>();

    private record Taken<P, C>(long at, P partition, C cell, long value) {}

    SimCells(SimTransport transport, Tally tally) {
        this.transport = transport;
        this.tally = tally;
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            replicas.add(new HashMap<>());
            taken.add(new ArrayList<>());
        }
    }

    /** {@code done} gets false if it is not known whether it was stored, now or later. */
    void write(SimInbox inbox, P partition, C cell, long value, Consumer<Boolean> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(false));
        long stuck = transport.stuckFor(false);
        Acknowledged acknowledged = new Acknowledged();
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            transport.toReplica(target, stuck, () -> {
                take(target, partition, cell, value);
                if (acknowledged.by(target)) {
                    transport.answer(reply, () -> done.accept(true));
                }
            });
        }
    }

    /** {@code done} gets null if nobody answered. */
    void read(SimInbox inbox, P partition, Consumer<@Nullable Map<C, Long>> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(null));
        int spared = transport.sparedReplica();
        Map<C, Long> merged = new HashMap<>();
        atBoth(spared, target -> merge(merged, cells(target, partition)), () -> {
            Map<C, Long> seen = Map.copyOf(merged);
            atBoth(
                    spared,
                    target -> seen.forEach((cell, value) -> take(target, partition, cell, value)),
                    () -> transport.answer(reply, () -> done.accept(seen)));
        });
    }

    private void atBoth(int spared, Consumer<Integer> action, Runnable then) {
        int[] answers = {0};
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            if (target != spared && !transport.isLost()) {
                transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
                    if (!transport.isDown(target)) {
                        action.accept(target);
                        if (++answers[0] == SimStore.QUORUM) {
                            then.run();
                        }
                    }
                });
            }
        }
    }

    private void take(int replica, P partition, C cell, long value) {
        if (cells(replica, partition).getOrDefault(cell, 0L) < value) {
            taken.get(replica).add(new Taken<>(transport.now(), partition, cell, value));
            cells(replica, partition).put(cell, value);
        }
    }

    private static <C> void merge(Map<C, Long> into, Map<C, Long> from) {
        from.forEach((cell, value) -> into.merge(cell, value, Math::max));
    }

    private Map<C, Long> cells(int replica, P partition) {
        return replicas.get(replica).computeIfAbsent(partition, made -> new HashMap<>());
    }

    /** The replica ended, and comes back with what was on its disk then. */
    void forgetSince(int replica, long then) {
        List<Taken<P, C>> kept = new ArrayList<>();
        for (Taken<P, C> one : taken.get(replica)) {
            if (one.at() <= then) {
                kept.add(one);
            } else {
                tally.add(Tally.Count.LOST_WRITES);
            }
        }
        taken.set(replica, kept);
        replicas.get(replica).clear();
        kept.forEach(one -> cells(replica, one.partition()).merge(one.cell(), one.value(), Math::max));
    }

    /** What a quorum read without one of the replicas would find now. */
    Map<C, Long> look(P partition, int spared) {
        Map<C, Long> merged = new HashMap<>();
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            if (replica != spared) {
                merge(merged, cells(replica, partition));
            }
        }
        return Collections.unmodifiableMap(merged);
    }
}
