package dev.rookery.gateway;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A directory in memory that can be emptied and taken away. Any thread. */
public final class RecordingDirectory implements SessionDirectory {
    public final Set<UserId> users = ConcurrentHashMap.newKeySet();
    final Map<NodeId, Long> marks = new ConcurrentHashMap<>();

    volatile boolean gone;

    void empty() {
        users.clear();
        marks.clear();
    }

    @Override
    public Future<Long> write(NodeId gateway, Collection<UserId> here, Collection<UserId> left, long mark) {
        return run(() -> {
            users.addAll(here);
            users.removeAll(left);
            Long before = marks.put(gateway, mark);
            return before == null ? NO_MARK : before;
        });
    }

    @Override
    public Future<List<UserId>> confirm(NodeId gateway, Collection<UserId> wanted) {
        return run(() -> wanted.stream().filter(users::add).toList());
    }

    @Override
    public Future<Void> forget(NodeId gateway) {
        return run(() -> {
            marks.remove(gateway);
            return null;
        });
    }

    @Override
    public Future<Map<UserId, Set<NodeId>>> whereEach(Collection<UserId> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups, Collection<NodeId> marked) {
        return run(
                () -> groups.stream().map(users -> new Lookup(Set.of(), marks)).toList());
    }

    private <T> Future<T> run(Supplier<T> effect) {
        return gone ? Future.failedFuture(new IllegalStateException("gone")) : Future.succeededFuture(effect.get());
    }
}
