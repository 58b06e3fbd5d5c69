package dev.rookery.rehearsal;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.ChatOwnership;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Every chat belongs to the stand-in, for as long as it plays; confirmations are the node's own. */
record RehearsalOwnership(NodeId standIn, ChatOwnership real) implements ChatOwnership {
    private static final long EPOCH = 1;

    @Override
    public Optional<NodeId> ownerOf(ChatId chat) {
        return Optional.of(standIn);
    }

    @Override
    public Optional<Long> epochOf(ChatId chat) {
        return Optional.of(EPOCH);
    }

    @Override
    public Map<Integer, Long> shards() {
        return Map.of();
    }

    @Override
    public boolean mayFinish(int shard, long epoch) {
        return true;
    }

    @Override
    public boolean succeedsLostOwner(ChatId chat) {
        return false;
    }

    @Override
    public Future<Void> confirm() {
        return real.confirm();
    }

    @Override
    public void doubt(ChatId chat) {}
}
