package dev.rookery.gateway.sync;

import dev.rookery.domain.UserId;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes the people that come up in a sync, each once and before the frame in which they do. A sync does not fail for
 * the names of people: who is not described can be looked up. On one event loop.
 */
final class SyncPeople {
    private static final int AT_A_TIME = 200;
    /** Of one sync. */
    private static final int MOST = 1_000;

    private final @Nullable String id;
    private final boolean wanted;
    private final SyncSource source;
    private final SyncSink sink;
    private final Set<UserId> described = new HashSet<>();

    /** @param id of the sync frame */
    SyncPeople(@Nullable String id, boolean wanted, SyncSource source, SyncSink sink) {
        this.id = id;
        this.wanted = wanted;
        this.source = source;
        this.sink = sink;
    }

    /** Completes when those who did not come up yet are described. */
    Future<Void> describe(Stream<UserId> people) {
        if (!wanted) {
            return Future.succeededFuture();
        }
        List<UserId> unknown = new ArrayList<>();
        people.filter(person -> described.size() < MOST && described.add(person))
                .forEach(unknown::add);
        return describe(unknown, 0);
    }

    private Future<Void> describe(List<UserId> unknown, int from) {
        if (from >= unknown.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + AT_A_TIME, unknown.size());
        return source.people(unknown.subList(from, to))
                .otherwise(List.of())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : sink.send(new ServerFrame.People(
                                id,
                                found.stream()
                                        .map(user ->
                                                new ServerFrame.Person(user.id(), user.username(), user.displayName()))
                                        .toList())))
                .compose(told -> describe(unknown, to));
    }
}
