package dev.rookery.tool.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.domain.NodeId;
import dev.rookery.tool.simulation.SimPartition.Cell;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.SimPartition.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The table of entries on all replicas: quorum writes, and quorum reads that repair what they find. */
final class SimLog {
    private final SimTransport transport;
    private final Tally tally;
    private final WriteHistory history;
    private final Predicate<NodeId> fenced;
    private final List<Map<Place, SimPartition>> replicas = new ArrayList<>();
    /** Of each replica, what it took in, for the one time when it loses some of it. */
    private final List<List<Taken>> taken = new ArrayList<>();

    private record Taken(long at, Place key, Consumer<SimPartition> change) {}

    /** @param fenced whether every quorum read shows a session as fenced */
    SimLog(SimTransport transport, Tally tally, WriteHistory history, Predicate<NodeId> fenced) {
        this.transport = transport;
        this.tally = tally;
        this.history = history;
        this.fenced = fenced;
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            replicas.add(new HashMap<>());
            taken.add(new ArrayList<>());
        }
    }

    /** Writes at quorum; {@code done} gets false if it is not known whether it was stored, now or later. */
    void write(SimInbox inbox, Mutation mutation, boolean surelyStuck, Consumer<Boolean> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(false));
        long stuck = transport.stuckFor(surelyStuck);
        Acknowledged acknowledged = new Acknowledged();
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            transport.toReplica(target, stuck, () -> {
                history.applying(mutation);
                take(target, mutation.key(), partition -> partition.apply(mutation));
                history.applied(mutation, this);
                if (acknowledged.by(target)) {
                    history.stored(mutation, fenced.test(mutation.writer()));
                    transport.answer(reply, () -> done.accept(true));
                }
            });
        }
    }

    /** Reads a partition at quorum, with blocking read repair; {@code done} gets null if that failed. */
    void read(SimInbox inbox, Place key, Consumer<@Nullable List<Entry>> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(null));
        int spared = transport.sparedReplica();
        SimPartition merged = new SimPartition();
        int[] answers = {0};
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            if (target != spared && !transport.isLost()) {
                transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
                    if (!transport.isDown(target)) {
                        merged.merge(partition(target, key));
                        if (++answers[0] == SimStore.QUORUM) {
                            repair(
                                    spared,
                                    key,
                                    merged,
                                    () -> transport.answer(reply, () -> done.accept(merged.visible())));
                        }
                    }
                });
            }
        }
    }

    private void repair(int spared, Place key, SimPartition merged, Runnable repaired) {
        int[] answers = {0};
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            if (target != spared) {
                transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
                    if (!transport.isDown(target)) {
                        take(target, key, partition -> {
                            if (partition.merge(merged)) {
                                tally.add(Tally.Count.READ_REPAIRS);
                            }
                        });
                        if (++answers[0] == SimStore.QUORUM) {
                            repaired.run();
                        }
                    }
                });
            }
        }
    }

    private void take(int replica, Place key, Consumer<SimPartition> change) {
        taken.get(replica).add(new Taken(transport.now(), key, change));
        change.accept(partition(replica, key));
    }

    /** The replica ended, and comes back with what was on its disk then. */
    void forgetSince(int replica, long then) {
        replicas.get(replica).clear();
        for (Taken one : taken.get(replica)) {
            if (one.at() <= then) {
                one.change().accept(partition(replica, one.key()));
            } else {
                tally.add(Tally.Count.LOST_WRITES);
            }
        }
        taken.get(replica).removeIf(one -> one.at() > then);
    }

    // What the checks look at.

    /** What a quorum read without one of the replicas would find at one seq now. */
    @Nullable Cell look(Place key, long seq, int spared) {
        return mergedWithout(spared, key).visible(seq);
    }

    /** What a quorum read without one of the replicas would show now. */
    NavigableMap<Long, Entry> look(Place key, int spared) {
        TreeMap<Long, Entry> seen = new TreeMap<>();
        mergedWithout(spared, key).visible().forEach(entry -> seen.put(entry.seq(), entry));
        return seen;
    }

    private SimPartition mergedWithout(int spared, Place key) {
        SimPartition merged = new SimPartition();
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            if (replica != spared) {
                merged.merge(partition(replica, key));
            }
        }
        return merged;
    }

    /** How many replicas hold this entry. */
    int copies(Place key, Entry entry) {
        int copies = 0;
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            Cell cell = partition(replica, key).cell(entry.seq());
            copies += cell != null && cell.entry().equals(entry) ? 1 : 0;
        }
        return copies;
    }

    private SimPartition partition(int replica, Place key) {
        return replicas.get(replica).computeIfAbsent(key, made -> new SimPartition());
    }
}
