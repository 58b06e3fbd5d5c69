package dev.rookery.gateway;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A directory in memory that can be emptied and taken away. Any thread. */
final class RecordingDirectory implements SessionDirectory {
    final Set<UserId> users = ConcurrentHashMap.newKeySet();
    final Set<NodeId> ready = ConcurrentHashMap.newKeySet();
    /** Names of the operations, in order, those that failed included. */
    final List<String> operations = new CopyOnWriteArrayList<>();

    volatile boolean gone;

    void empty() {
        users.clear();
        ready.clear();
    }

    @Override
    public Future<Void> add(NodeId gateway, Collection<UserId> added) {
        return run("add " + added.size(), () -> users.addAll(added));
    }

    @Override
    public Future<Void> remove(NodeId gateway, Collection<UserId> removed) {
        return run("remove " + removed.size(), () -> users.removeAll(removed));
    }

    @Override
    public Future<Void> markReady(NodeId gateway) {
        return run("markReady", () -> ready.add(gateway));
    }

    @Override
    public Future<Boolean> isReady(NodeId gateway) {
        return gone
                ? Future.failedFuture(new IllegalStateException("gone"))
                : Future.succeededFuture(ready.contains(gateway));
    }

    @Override
    public Future<Void> forget(NodeId gateway) {
        return run("forget", () -> ready.remove(gateway));
    }

    @Override
    public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> wanted) {
        return gone
                ? Future.failedFuture(new IllegalStateException("gone"))
                : Future.succeededFuture(wanted.stream()
                        .map(users -> new Lookup(Set.of(), ready))
                        .toList());
    }

    private Future<Void> run(String operation, Runnable effect) {
        operations.add(operation);
        if (gone) {
            return Future.failedFuture(new IllegalStateException("gone"));
        }
        effect.run();
        return Future.succeededFuture();
    }
}
