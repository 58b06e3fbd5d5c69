package dev.rookery.gateway.sync;

import dev.rookery.domain.UserId;
import dev.rookery.wire.EntryView;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
    /** Of one chat; who writes is described, whatever the number of members. */
    private static final int MEMBERS = 10;

    private final @Nullable String id;
    private final SyncSource source;
    private final Function<ServerFrame, Future<Void>> sink;
    private final Set<UserId> described = new HashSet<>();

    /** @param id of the sync frame */
    SyncPeople(@Nullable String id, SyncSource source, Function<ServerFrame, Future<Void>> sink) {
        this.id = id;
        this.source = source;
        this.sink = sink;
    }

    /** Sends a frame after the descriptions of those who come up in it for the first time. */
    Future<Void> send(ServerFrame frame) {
        return describe(people(frame)).compose(described -> sink.apply(frame));
    }

    private static Stream<UserId> people(ServerFrame frame) {
        if (frame instanceof ServerFrame.Chats heads) {
            return heads.chats().stream()
                    .flatMap(chat -> chat.members().stream().limit(MEMBERS).map(ServerFrame.Member::id));
        }
        return frame instanceof ServerFrame.Entries entries
                ? entries.entries().stream().map(EntryView::author)
                : Stream.empty();
    }

    private Future<Void> describe(Stream<UserId> people) {
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
                        : sink.apply(new ServerFrame.People(
                                id,
                                found.stream()
                                        .map(user ->
                                                new ServerFrame.Person(user.id(), user.username(), user.displayName()))
                                        .toList())))
                .compose(told -> describe(unknown, to));
    }
}
