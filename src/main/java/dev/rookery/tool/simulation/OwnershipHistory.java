package dev.rookery.tool.simulation;

import static dev.rookery.tool.simulation.Violation.require;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of sessions and shards (I1), and what fenced processes still did (I11). */
final class OwnershipHistory {
    private record ShardEpoch(int shard, long epoch) {}

    private final Tally tally;
    private final Map<ShardEpoch, NodeId> owners = new HashMap<>();
    private final Map<Integer, Long> newestEpoch = new HashMap<>();
    private final Map<NodeId, SessionState> sessions = new HashMap<>();
    private final Set<NodeId> knowFenced = new HashSet<>();

    OwnershipHistory(Tally tally) {
        this.tally = tally;
    }

    boolean isOwner(NodeId node, int shard, long epoch) {
        return node.equals(owners.get(new ShardEpoch(shard, epoch)));
    }

    long newestEpoch(int shard) {
        return newestEpoch.getOrDefault(shard, 0L);
    }

    void sessionChanged(NodeId session, @Nullable SessionState before, SessionState after) {
        require(before == null || before == SessionState.ALIVE, "I1", () -> "session " + session + " left " + before);
        require(
                before != null || !sessions.containsKey(session),
                "I1",
                () -> "session " + session + " was used before");
        sessions.put(session, after);
        if (after == SessionState.FENCED) {
            tally.add(Count.FENCES);
        }
    }

    void shardChanged(ShardRow before, ShardRow after) {
        require(after.epoch() >= before.epoch(), "I1", () -> "epoch fell from " + before + " to " + after);
        NodeId owner = after.owner();
        if (owner == null) {
            tally.add(Count.RELEASES);
            return;
        }
        require(after.epoch() == before.epoch() + 1, "I1", () -> "epoch did not grow by one from " + before);
        NodeId other = owners.putIfAbsent(new ShardEpoch(after.shard(), after.epoch()), owner);
        require(other == null, "I1", () -> "epoch " + after.epoch() + " of shard " + after.shard() + " has two owners");
        newestEpoch.put(after.shard(), after.epoch());
        tally.add(Count.TAKE_OVERS);
    }

    /** The store told a process about its own session. */
    void told(NodeId session, @Nullable SessionState state) {
        if (state == SessionState.FENCED) {
            knowFenced.add(session);
        }
    }

    boolean knowsFenced(NodeId session) {
        return knowFenced.contains(session);
    }

    /** An owner tells somebody that an entry is stored. */
    void acknowledging(NodeId owner) {
        require(!knowsFenced(owner), "I11", () -> "an ack of " + owner + ", which knows that it is fenced");
    }
}
