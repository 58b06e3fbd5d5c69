package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncPage;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.gateway.sync.SyncPlan.Due;
import dev.rookery.inbox.InboxChat;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.wire.ClientFrame.Sync;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One sync frame while it is answered. Goes through what is due page by page, and for each page through the streams. The next
 * frame is made only when the one before left for the network, so a slow client costs one frame of memory, whatever it
 * missed. On one event loop.
 *
 * <p>That nothing falls between the answer and the live flow rests on two things: the session was registered for live
 * delivery before it was opened, so before this begins; and an owner that is asked for entries answers only when everything
 * that had a seq by then is committed, while of a chat in which something is on its way none says that it has nothing new.
 */
final class SyncRun {
    private static final int PAGE = 64;
    /** Of one chat in a page of many. */
    private static final int CHARACTERS = 2_048;

    private final SyncCall call;
    private final Sync frame;
    private final UserId user;
    private final SyncSource source;
    private final List<SyncStream> streams;
    private final GatewayMeters meters;

    /** When the device came: what is newer it has to get whole. */
    private @Nullable Instant since;

    SyncRun(SyncCall call, SyncSource source, List<SyncStream> streams, GatewayMeters meters) {
        this.call = call;
        this.frame = call.frame();
        this.user = call.principal().user();
        this.source = source;
        this.streams = streams;
        this.meters = meters;
    }

    /** Completes with the last frame of the answer; fails when an owner or the store does not answer. */
    Future<ServerFrame> run() {
        return inTurn(0, stream -> stream.begin(call))
                .compose(begun -> new Planning(call, source).plan())
                .compose(plan -> begin(plan).compose(begun -> {
                    call.count(plan.quiet());
                    plan.gone().forEach(call::gone);
                    meters.syncPlanned(plan.quiet());
                    return pages(plan, 0);
                }))
                .compose(paged -> inTurn(0, stream -> stream.end(call)))
                .map(done -> call.last());
    }

    private Future<Void> inTurn(int from, Function<SyncStream, Future<Void>> step) {
        return from >= streams.size()
                ? Future.succeededFuture()
                : step.apply(streams.get(from)).compose(done -> inTurn(from + 1, step));
    }

    /** What is newer than the sign-in of the device comes whole, where it has nothing. */
    private Future<Void> begin(SyncPlan planned) {
        boolean unseen = planned.due().stream()
                .anyMatch(due -> due.closed() == null && !planned.cursors().containsKey(due.chat()));
        return unseen && !frame.only()
                ? source.signedInAt(call.principal())
                        .onSuccess(at -> since = at.orElse(null))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> pages(SyncPlan plan, int from) {
        if (from >= plan.due().size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + PAGE, plan.due().size());
        return page(plan, plan.due().subList(from, to)).compose(done -> pages(plan, to));
    }

    private Future<Void> page(SyncPlan plan, List<Due> due) {
        Map<ChatId, Position> positions = new HashMap<>();
        List<Position> toOpen = new ArrayList<>();
        List<InboxChat> closed = new ArrayList<>();
        for (Due one : due) {
            Position position = plan.position(one.chat());
            positions.put(one.chat(), position);
            if (one.closed() == null) {
                toOpen.add(position);
            } else {
                closed.add(one.closed());
            }
        }
        Future<List<CaughtUp>> opening = toOpen.isEmpty()
                ? Future.succeededFuture(List.of())
                : source.catchUp(user, toOpen, frame.recent(), since, CHARACTERS);
        Future<List<ChatProgress>> heads =
                closed.isEmpty() ? Future.succeededFuture(List.of()) : source.heads(user, closed);
        return Future.all(opening, heads).compose(both -> {
            Map<ChatId, ChatProgress> found = new HashMap<>();
            merged(opening.result(), CaughtUp::chats)
                    .forEach(chat -> found.put(chat.chat().id(), chat));
            heads.result().forEach(chat -> found.put(chat.chat().id(), chat));
            List<ChatId> failed = merged(opening.result(), CaughtUp::failed);
            failed.forEach(call::again);
            failed.forEach(positions::remove);
            call.count(found.size());
            meters.synced(toOpen.size(), closed.size());
            List<ChatProgress> inOrder = new ArrayList<>();
            for (Due one : due) {
                ChatProgress progress = found.get(one.chat());
                if (progress != null) {
                    inOrder.add(progress);
                } else if (frame.cursors().containsKey(one.chat()) && positions.containsKey(one.chat())) {
                    call.gone(one.chat());
                }
            }
            SyncPage page = new SyncPage(inOrder, stored(plan, due), positions);
            return inTurn(0, stream -> stream.page(call, page));
        });
    }

    private Map<ChatId, Long> stored(SyncPlan plan, List<Due> due) {
        Map<ChatId, Long> stored = new HashMap<>();
        for (Due one : due) {
            Long cursor = plan.cursors().get(one.chat());
            if (cursor != null && !frame.cursors().containsKey(one.chat())) {
                stored.put(one.chat(), cursor);
            }
        }
        return stored;
    }

    static <T> List<T> merged(List<CaughtUp> answers, Function<CaughtUp, List<T>> part) {
        return answers.stream().flatMap(answer -> part.apply(answer).stream()).toList();
    }
}
