package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;
import dev.rookery.wire.ClientFrame.Sync;
import dev.rookery.wire.ServerFrame;
import dev.rookery.wire.ServerFrame.Synced;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One sync frame while it is answered. Goes through the chats page by page: their heads, then what is missing of each. The
 * next frame is made only when the one before left for the network, so a slow client costs one frame of memory, whatever
 * it missed. On one event loop.
 *
 * <p>That nothing falls between the answer and the live flow rests on two things: the session was registered for live
 * delivery before it was opened, so before this begins; and an owner answers only when everything that had a seq by then
 * is committed.
 */
public final class SyncRun {
    private static final int LISTED = 200;
    private static final int PAGE = 64;
    /** Of one chat to be described; who writes is, whatever the number of members. */
    private static final int MEMBERS = 10;
    /** Of one chat in a page of many. */
    private static final int CHARACTERS = 2_048;
    /** Of one chat that is read alone. */
    private static final int CHARACTERS_ALONE = 128 << 10;
    /** Of one chat in one sync; the client asks for the rest. */
    private static final int MAX_ENTRIES = 1_000;
    /** How often, about once a second, an owner is asked that waits for its store. */
    private static final int MAX_WAITS = 5;

    private final Sync frame;
    private final Principal principal;
    private final UserId user;
    private final SyncSource source;
    private final SyncSink sink;
    /** Chats that the client named and that did not come up yet. */
    private final Map<ChatId, Long> named;

    private final SyncPeople people;
    private final List<ChatId> gone = new ArrayList<>();
    private final List<ChatId> again = new ArrayList<>();
    /** When the device came: what is newer it has to get whole. */
    private @Nullable Instant since;

    private int chats;

    public SyncRun(Sync frame, Principal principal, SyncSource source, SyncSink sink) {
        this.frame = frame;
        this.principal = principal;
        this.user = principal.user();
        this.source = source;
        this.sink = sink;
        this.named = new HashMap<>(frame.cursors());
        this.people = new SyncPeople(frame.id(), frame.people(), source, sink);
    }

    /** Completes with the last frame of the answer; fails when an owner or the store does not answer. */
    public Future<ServerFrame> run() {
        Future<Void> listed = frame.only()
                ? Future.succeededFuture()
                : source.signedInAt(principal).compose(at -> {
                    since = at.orElse(null);
                    return list(null);
                });
        return listed.compose(done -> {
                    // Chats of the client that the list does not have: their owners decide.
                    List<ChatId> rest = List.copyOf(named.keySet());
                    return pages(rest, 0);
                })
                .map(done -> new Synced(frame.id(), chats, gone, again));
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
        return source.cursors(principal, unnamed).compose(stored -> page(ids, stored));
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
                    again.addAll(failed);
                    failed.forEach(positions::remove);
                    noteGone(ids, positions, found);
                    chats += found.size();
                    return begin(found, positions)
                            .compose(stood ->
                                    people.describe(found.stream().flatMap(chat -> chat.chat().members().stream()
                                            .limit(MEMBERS))))
                            .compose(described -> heads(found, stored))
                            .compose(sent -> each(found, 0, positions));
                });
    }

    /** A device that has no cursor in a chat gets one, so that its next sync goes on where this one begins. */
    private Future<Void> begin(List<ChatProgress> found, Map<ChatId, Position> asked) {
        Map<ChatId, Long> beginnings = new HashMap<>();
        for (ChatProgress chat : found) {
            Position position = asked.get(chat.chat().id());
            boolean named = frame.cursors().containsKey(chat.chat().id());
            if (!named && position != null && position.after() == Position.NONE) {
                beginnings.put(chat.chat().id(), chat.after());
            }
        }
        // Without it the client is brought what is recent once more.
        return beginnings.isEmpty()
                ? Future.succeededFuture()
                : source.begin(principal, beginnings).otherwiseEmpty();
    }

    private static <T> List<T> merged(List<CaughtUp> answers, Function<CaughtUp, List<T>> part) {
        return answers.stream().flatMap(answer -> part.apply(answer).stream()).toList();
    }

    private void noteGone(List<ChatId> ids, Map<ChatId, Position> asked, List<ChatProgress> found) {
        List<ChatId> present = found.stream().map(chat -> chat.chat().id()).toList();
        ids.stream()
                .filter(id -> frame.cursors().containsKey(id) && asked.containsKey(id) && !present.contains(id))
                .forEach(gone::add);
    }

    private Future<Void> heads(List<ChatProgress> found, Map<ChatId, Long> stored) {
        return found.isEmpty()
                ? Future.succeededFuture()
                : sink.send(new ServerFrame.Chats(
                        frame.id(),
                        found.stream()
                                .map(chat -> head(chat, stored.get(chat.chat().id())))
                                .toList()));
    }

    private static ServerFrame.ChatHead head(ChatProgress found, @Nullable Long cursor) {
        return new ServerFrame.ChatHead(
                found.chat().id(),
                found.chat().kind().name().toLowerCase(Locale.ROOT),
                found.chat().title() == null ? null : found.chat().title().value(),
                found.chat().members().stream().map(ServerFrame.Member::new).toList(),
                found.chat().createdAt(),
                found.committed(),
                cursor,
                found.cleared() == 0 ? null : found.cleared());
    }

    private Future<Void> each(List<ChatProgress> found, int next, Map<ChatId, Position> asked) {
        for (int i = next; i < found.size(); i++) {
            ChatProgress chat = found.get(i);
            Position position = asked.get(chat.chat().id());
            boolean ahead = position != null && position.after() > chat.committed();
            if (ahead || !isDone(chat)) {
                int following = i + 1;
                return new Backfill().go(chat, ahead).compose(done -> each(found, following, asked));
            }
        }
        return Future.succeededFuture();
    }

    private static boolean isDone(ChatProgress chat) {
        return chat.entries().isEmpty() && chat.settled() && chat.upTo() >= chat.committed();
    }

    /** Sends what is missing of one chat, part by part. */
    private final class Backfill {
        /** Up to where the client has to be brought: known when the owner's answer is settled for the first time. */
        private long target;

        private boolean settled;
        private int sent;
        private int waits;

        /** @param correction whether to send it although it is empty: the client is ahead of the chat */
        Future<Void> go(ChatProgress part, boolean correction) {
            boolean moved = part.upTo() > part.after();
            Future<Void> told = moved || correction ? tell(part) : Future.succeededFuture();
            sent += part.entries().size();
            if (!settled) {
                target = part.committed();
                settled = part.settled();
                waits++;
            }
            if (settled && part.upTo() >= target) {
                return told;
            }
            if (sent >= MAX_ENTRIES || waits > MAX_WAITS) {
                again.add(part.chat().id());
                return told;
            }
            return told.compose(gone -> next(part));
        }

        private Future<Void> tell(ChatProgress part) {
            return people.describe(part.entries().stream().map(Entry::sender))
                    .compose(described -> sink.send(entries(part)));
        }

        private Future<Void> next(ChatProgress before) {
            ChatId id = before.chat().id();
            return source.catchUp(user, List.of(new Position(id, before.upTo())), 0, null, CHARACTERS_ALONE)
                    .compose(answers -> {
                        List<ChatProgress> found = merged(answers, CaughtUp::chats);
                        if (found.isEmpty()) {
                            (merged(answers, CaughtUp::failed).isEmpty() ? gone : again).add(id);
                            return Future.succeededFuture();
                        }
                        ChatProgress part = found.get(0);
                        if (part.settled() && part.upTo() == before.upTo() && part.upTo() < target) {
                            again.add(id);
                            return Future.succeededFuture();
                        }
                        return go(part, false);
                    });
        }

        private ServerFrame entries(ChatProgress part) {
            return new ServerFrame.Entries(
                    frame.id(),
                    part.chat().id(),
                    part.after(),
                    part.upTo(),
                    part.committed(),
                    part.upTo() < part.committed(),
                    part.entries().stream().map(SyncRun::message).toList());
        }
    }

    private static ServerFrame.StoredMessage message(Entry entry) {
        return new ServerFrame.StoredMessage(
                entry.seq(), entry.sender(), entry.device(), entry.clientId(), entry.sentAt(), entry.text());
    }
}
