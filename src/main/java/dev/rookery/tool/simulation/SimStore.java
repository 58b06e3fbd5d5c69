package dev.rookery.tool.simulation;

import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Three replicas that lose, delay, repeat and reorder what is sent to them. */
final class SimStore {
    static final int REPLICAS = 3;
    static final int QUORUM = 2;

    private final SimTransport transport;
    private final Tally tally;
    private final SimLog log;
    private final SimInboxes inboxes;
    private final Map<NodeId, SimRegister<SessionState>> sessions = new HashMap<>();
    private final List<SimRegister<ShardRow>> shards = new ArrayList<>();
    private final Map<NodeId, Heartbeat> heartbeats = new HashMap<>();

    SimStore(SimTransport transport, History history, int shardCount) {
        this.transport = transport;
        this.tally = history.tally();
        this.inboxes = SimInboxes.of(transport, tally);
        this.log = new SimLog(
                transport, tally, history.writes(), node -> session(node).isSettled(SessionState.FENCED));
        for (int shard = 0; shard < shardCount; shard++) {
            shards.add(new SimRegister<>(transport, tally));
        }
    }

    SimLog log() {
        return log;
    }

    SimInboxes inboxes() {
        return inboxes;
    }

    /** The replica ended, and comes back with what was on its disk then. */
    void forgetSince(int replica, long then) {
        log.forgetSince(replica, then);
        inboxes.forgetSince(replica, then);
    }

    SimRegister<SessionState> session(NodeId node) {
        return sessions.computeIfAbsent(node, made -> new SimRegister<>(transport, tally));
    }

    SimRegister<ShardRow> shard(int shard) {
        return shards.get(shard);
    }

    /** A plain write, about which nothing is promised. */
    void beat(SimInbox inbox, Heartbeat heartbeat, Consumer<Boolean> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(false));
        transport.later(transport.delay(transport.fate()), () -> {
            if (transport.hasQuorum()) {
                heartbeats.merge(heartbeat.node(), heartbeat, (old, news) -> news.count() > old.count() ? news : old);
                transport.answer(reply, () -> done.accept(true));
            }
        });
    }

    /** {@code done} gets null if nobody answered. */
    void heartbeats(SimInbox inbox, Consumer<@Nullable List<Heartbeat>> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.accept(null));
        transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
            if (transport.hasQuorum()) {
                List<Heartbeat> seen = List.copyOf(heartbeats.values());
                transport.answer(reply, () -> done.accept(seen));
            }
        });
    }
}
