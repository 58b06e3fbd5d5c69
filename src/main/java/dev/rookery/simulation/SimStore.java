package dev.rookery.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.domain.NodeId;
import dev.rookery.simulation.SimPartition.Mutation;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Three replicas that lose, delay, repeat and reorder what is sent to them; quorum reads that repair what they find. */
final class SimStore {
    static final int REPLICAS = 3;
    static final int QUORUM = 2;

    private static final long TIMEOUT = 800 * Timeline.MS;

    /** When a request reaches the store. */
    enum Fate {
        PROMPT,
        LATE,
        NEVER
    }

    /** The one answer of a request: the first that comes, or that there was none in time. */
    static final class Reply {
        private final SimInbox inbox;
        private boolean given;

        private Reply(SimInbox inbox) {
            this.inbox = inbox;
        }
    }

    /** Which replicas have it: one that got it twice counts once. */
    static final class Acknowledged {
        private int replicas;

        /** Returns whether this made it a quorum. */
        boolean by(int replica) {
            int before = Integer.bitCount(replicas);
            replicas |= 1 << replica;
            return before < QUORUM && Integer.bitCount(replicas) == QUORUM;
        }
    }

    private final Timeline timeline;
    private final Chance chance;
    private final History history;
    private final List<Map<SimPartition.Place, SimPartition>> replicas = new ArrayList<>();
    private final boolean[] down = new boolean[REPLICAS];
    private final Map<NodeId, SimRegister<SessionState>> sessions = new HashMap<>();
    private final List<SimRegister<ShardRow>> shards = new ArrayList<>();
    private final Map<NodeId, Heartbeat> heartbeats = new HashMap<>();
    private Weather weather;

    SimStore(Timeline timeline, Chance chance, Weather weather, History history, int shardCount) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.history = history;
        for (int replica = 0; replica < REPLICAS; replica++) {
            replicas.add(new HashMap<>());
        }
        for (int shard = 0; shard < shardCount; shard++) {
            shards.add(new SimRegister<>(this));
        }
    }

    void weather(Weather now) {
        weather = now;
    }

    Tally tally() {
        return history.tally();
    }

    SimRegister<SessionState> session(NodeId node) {
        return sessions.computeIfAbsent(node, made -> new SimRegister<>(this));
    }

    SimRegister<ShardRow> shard(int shard) {
        return shards.get(shard);
    }

    void replicaDown(int replica, boolean isDown) {
        down[replica] = isDown;
    }

    // Heartbeats: plain writes, about which nothing is promised.

    void beat(SimInbox inbox, Heartbeat heartbeat, Consumer<Boolean> done) {
        Reply reply = reply(inbox, () -> done.accept(false));
        later(delay(fate()), () -> {
            if (hasQuorum()) {
                heartbeats.merge(heartbeat.node(), heartbeat, (old, news) -> news.count() > old.count() ? news : old);
                answer(reply, () -> done.accept(true));
            }
        });
    }

    void heartbeats(SimInbox inbox, Consumer<@Nullable List<Heartbeat>> done) {
        Reply reply = reply(inbox, () -> done.accept(null));
        later(delay(Fate.PROMPT), () -> {
            if (hasQuorum()) {
                List<Heartbeat> seen = List.copyOf(heartbeats.values());
                answer(reply, () -> done.accept(seen));
            }
        });
    }

    // The log.

    /** Writes at quorum; {@code done} gets false if it is not known whether it was stored, now or later. */
    void write(SimInbox inbox, Mutation mutation, boolean surelyStuck, Consumer<Boolean> done) {
        Reply reply = reply(inbox, () -> done.accept(false));
        boolean isStuck = surelyStuck || chance.perMille(weather.stuck());
        long stuck = isStuck ? chance.between(Timeline.SECOND, 12 * Timeline.SECOND) : 0;
        Acknowledged acknowledged = new Acknowledged();
        for (int replica = 0; replica < REPLICAS; replica++) {
            int target = replica;
            toReplica(target, stuck, () -> {
                history.applying(mutation);
                partition(target, mutation.key()).apply(mutation);
                history.applied(mutation, this);
                if (acknowledged.by(target)) {
                    answer(reply, () -> done.accept(true));
                }
            });
        }
    }

    /** Reads a partition at quorum, with blocking read repair; {@code done} gets null if that failed. */
    void read(SimInbox inbox, SimPartition.Place key, Consumer<@Nullable List<Entry>> done) {
        Reply reply = reply(inbox, () -> done.accept(null));
        int spared = sparedReplica();
        SimPartition merged = new SimPartition();
        int[] answers = {0};
        for (int replica = 0; replica < REPLICAS; replica++) {
            int target = replica;
            if (target != spared && !chance.perMille(weather.lost())) {
                later(delay(Fate.PROMPT), () -> {
                    if (!down[target]) {
                        merged.merge(partition(target, key));
                        if (++answers[0] == QUORUM) {
                            repair(spared, key, merged, () -> answer(reply, () -> done.accept(merged.visible())));
                        }
                    }
                });
            }
        }
    }

    private void repair(int spared, SimPartition.Place key, SimPartition merged, Runnable repaired) {
        int[] answers = {0};
        for (int replica = 0; replica < REPLICAS; replica++) {
            int target = replica;
            if (target != spared) {
                later(delay(Fate.PROMPT), () -> {
                    if (!down[target]) {
                        if (partition(target, key).merge(merged)) {
                            tally().add(Tally.Count.READ_REPAIRS);
                        }
                        if (++answers[0] == QUORUM) {
                            repaired.run();
                        }
                    }
                });
            }
        }
    }

    /** What such a read would find at one seq. */
    SimPartition.@Nullable Cell look(SimPartition.Place key, long seq, int spared) {
        SimPartition merged = new SimPartition();
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (replica != spared) {
                merged.merge(partition(replica, key));
            }
        }
        return merged.visible(seq);
    }

    /** What a quorum read of two replicas would show now, without the other. */
    NavigableMap<Long, Entry> look(SimPartition.Place key, int spared) {
        SimPartition merged = new SimPartition();
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (replica != spared) {
                merged.merge(partition(replica, key));
            }
        }
        TreeMap<Long, Entry> seen = new TreeMap<>();
        merged.visible().forEach(entry -> seen.put(entry.seq(), entry));
        return seen;
    }

    /** How many replicas hold this entry. */
    int copies(SimPartition.Place key, Entry entry) {
        int copies = 0;
        for (int replica = 0; replica < REPLICAS; replica++) {
            SimPartition.Cell cell = partition(replica, key).cell(entry.seq());
            copies += cell != null && cell.entry().equals(entry) ? 1 : 0;
        }
        return copies;
    }

    private SimPartition partition(int replica, SimPartition.Place key) {
        return replicas.get(replica).computeIfAbsent(key, made -> new SimPartition());
    }

    // How things go wrong.

    void later(long delay, Runnable action) {
        if (delay < Long.MAX_VALUE) {
            timeline.after(delay, action);
        }
    }

    boolean hasQuorum() {
        int up = 0;
        for (boolean isDown : down) {
            up += isDown ? 0 : 1;
        }
        return up >= QUORUM;
    }

    boolean quorumWithout(int spared) {
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (replica != spared && down[replica]) {
                return false;
            }
        }
        return true;
    }

    /** The replica that a quorum request leaves out: one that is down, if the coordinator knows. */
    int sparedReplica() {
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (down[replica]) {
                return replica;
            }
        }
        return chance.below(REPLICAS);
    }

    Fate fate() {
        if (chance.perMille(weather.lost())) {
            return Fate.NEVER;
        }
        return chance.perMille(weather.late()) ? Fate.LATE : Fate.PROMPT;
    }

    /** Lightweight transactions time out far more often than plain writes. */
    Fate fateOfChange() {
        if (chance.perMille(2 * weather.lost())) {
            return Fate.NEVER;
        }
        return chance.perMille(3 * weather.late()) ? Fate.LATE : Fate.PROMPT;
    }

    long delay(Fate fate) {
        return switch (fate) {
            case PROMPT -> chance.between(Timeline.MS / 2, 5 * Timeline.MS);
            case LATE -> chance.between(200 * Timeline.MS, 10 * Timeline.SECOND);
            case NEVER -> Long.MAX_VALUE;
        };
    }

    /** Brings something to a replica once, late, twice, only with a hint after it came back, or never. */
    void toReplica(int replica, long wait, Runnable arrival) {
        Fate fate = fate();
        Runnable ifUp = () -> {
            if (down[replica]) {
                hint(replica, arrival);
            } else {
                arrival.run();
            }
        };
        long delay = delay(fate);
        later(delay == Long.MAX_VALUE ? delay : wait + delay, ifUp);
        if (chance.perMille(weather.twice())) {
            later(wait + delay(Fate.LATE), ifUp);
        }
    }

    private void hint(int replica, Runnable arrival) {
        if (chance.perMille(500)) {
            later(chance.between(Timeline.SECOND, 15 * Timeline.SECOND), () -> {
                if (!down[replica]) {
                    arrival.run();
                }
            });
        }
    }

    Reply reply(SimInbox inbox, Runnable timedOut) {
        Reply reply = new Reply(inbox);
        timeline.after(TIMEOUT, () -> {
            if (!reply.given) {
                reply.given = true;
                inbox.deliver(timedOut);
            }
        });
        return reply;
    }

    void answer(Reply reply, Runnable action) {
        if (chance.perMille(weather.unanswered())) {
            return;
        }
        later(delay(Fate.PROMPT), () -> {
            if (!reply.given) {
                reply.given = true;
                reply.inbox.deliver(action);
            }
        });
    }
}
