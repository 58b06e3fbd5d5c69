package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncPage;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.wire.ClientFrame.Sync;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One sync frame while it is answered. Goes through the chats page by page, and for each page through the streams. The next
 * frame is made only when the one before left for the network, so a slow client costs one frame of memory, whatever it
 * missed. On one event loop.
 *
 * <p>That nothing falls between the answer and the live flow rests on two things: the session was registered for live
 * delivery before it was opened, so before this begins; and an owner answers only when everything that had a seq by then
 * is committed.
 */
final class SyncRun {
    private static final int LISTED = 200;
    private static final int PAGE = 64;
    /** Of one chat in a page of many. */
    private static final int CHARACTERS = 2_048;

    private final SyncCall call;
    private final Sync frame;
    private final UserId user;
    private final SyncSource source;
    private final List<SyncStream> streams;
    /** Chats that the client named and that did not come up yet. */
    private final Map<ChatId, Long> named;

    /** When the device came: what is newer it has to get whole. */
    private @Nullable Instant since;

    SyncRun(SyncCall call, SyncSource source, List<SyncStream> streams) {
        this.call = call;
        this.frame = call.frame();
        this.user = call.principal().user();
        this.source = source;
        this.streams = streams;
        this.named = new HashMap<>(frame.cursors());
    }

    /** Completes with the last frame of the answer; fails when an owner or the store does not answer. */
    Future<ServerFrame> run() {
        return inTurn(0, stream -> stream.begin(call))
                .compose(begun -> frame.only() ? Future.succeededFuture() : listAll())
                .compose(listed -> {
                    // Chats of the client that the list does not have: their owners decide.
                    List<ChatId> rest = List.copyOf(named.keySet());
                    return pages(rest, 0);
                })
                .compose(paged -> inTurn(0, stream -> stream.end(call)))
                .map(done -> call.last());
    }

    private Future<Void> inTurn(int from, Function<SyncStream, Future<Void>> step) {
        return from >= streams.size()
                ? Future.succeededFuture()
                : step.apply(streams.get(from)).compose(done -> inTurn(from + 1, step));
    }

    private Future<Void> listAll() {
        return source.signedInAt(call.principal()).compose(at -> {
            since = at.orElse(null);
            return list(null);
        });
    }

    private Future<Void> list(@Nullable ChatId after) {
        return source.chatsOf(user, after, LISTED).compose(ids -> pages(ids, 0)
                .compose(done -> ids.size() < LISTED ? Future.succeededFuture() : list(ids.get(LISTED - 1))));
    }

    private Future<Void> pages(List<ChatId> ids, int from) {
        if (from >= ids.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + PAGE, ids.size());
        return page(ids.subList(from, to)).compose(done -> pages(ids, to));
    }

    private Future<Void> page(List<ChatId> ids) {
        List<ChatId> unnamed = ids.stream().filter(id -> !named.containsKey(id)).toList();
        return source.cursors(call.principal(), unnamed).compose(stored -> page(ids, stored));
    }

    private Future<Void> page(List<ChatId> ids, Map<ChatId, Long> stored) {
        Map<ChatId, Position> positions = new HashMap<>();
        for (ChatId id : ids) {
            Long cursor = named.containsKey(id) ? named.remove(id) : stored.get(id);
            positions.put(id, new Position(id, cursor == null ? Position.NONE : cursor));
        }
        return source.catchUp(user, List.copyOf(positions.values()), frame.recent(), since, CHARACTERS)
                .compose(answers -> {
                    List<ChatProgress> found = merged(answers, CaughtUp::chats);
                    List<ChatId> failed = merged(answers, CaughtUp::failed);
                    failed.forEach(call::again);
                    failed.forEach(positions::remove);
                    noteGone(ids, positions, found);
                    call.count(found.size());
                    SyncPage page = new SyncPage(found, stored, positions);
                    return inTurn(0, stream -> stream.page(call, page));
                });
    }

    static <T> List<T> merged(List<CaughtUp> answers, Function<CaughtUp, List<T>> part) {
        return answers.stream().flatMap(answer -> part.apply(answer).stream()).toList();
    }

    private void noteGone(List<ChatId> ids, Map<ChatId, Position> asked, List<ChatProgress> found) {
        List<ChatId> present = found.stream().map(chat -> chat.chat().id()).toList();
        ids.stream()
                .filter(id -> frame.cursors().containsKey(id) && asked.containsKey(id) && !present.contains(id))
                .forEach(call::gone);
    }
}
