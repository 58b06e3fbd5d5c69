package dev.rookery.chat;

import dev.rookery.async.Deadline;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a reader misses. First all chats are opened and waited for, some at a time; then their entries are read, one
 * chat after the other, until the answer is full.
 */
final class CatchUps {
    private static final int MAX_CHATS = 64;
    private static final int AT_A_TIME = 16;
    private static final int MAX_PAGE = 200;
    /** Shorter than the attempt of whoever asks, so that a slow store is told and not guessed. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ChatServices services;
    private final ActiveChats chats;

    CatchUps(ChatServices services, ActiveChats chats) {
        this.services = services;
        this.chats = chats;
    }

    /** A chat of the request; without an active chat it could not be read. */
    private record Opened(Position position, @Nullable ActiveChat chat, boolean settled) {}

    Future<CaughtUp> catchUp(CatchUp request) {
        if (request.chats().size() > MAX_CHATS || request.recent() < 0 || request.maxCharacters() < 0) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "at most " + MAX_CHATS + " chats at a time"));
        }
        List<Opened> opened = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Future<Void> opening = open(request.reader(), request.chats(), deadline, opened);
        return Future.all(confirmed(), opening).compose(done -> new Answer(request).read(opened, 0));
    }

    /** That no other node had these chats before the question came: it may have delivered what this one does not know. */
    private Future<Void> confirmed() {
        return Deadline.within(services.vertx(), PATIENCE, services.ownership().confirm())
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title())
                                : failure));
    }

    private Future<Void> open(UserId reader, List<Position> positions, long deadline, List<Opened> opened) {
        if (positions.isEmpty()) {
            return Future.succeededFuture();
        }
        int split = Math.min(AT_A_TIME, positions.size());
        List<Future<List<Opened>>> some = positions.subList(0, split).stream()
                .map(position -> open(reader, position, deadline))
                .toList();
        return Future.all(some).compose(done -> {
            some.forEach(found -> opened.addAll(found.result()));
            return open(reader, positions.subList(split, positions.size()), deadline, opened);
        });
    }

    /** Empty for somebody who is not a member. */
    private Future<List<Opened>> open(UserId reader, Position position, long deadline) {
        return chats.find(position.chat())
                .compose(chat -> chat.chat().hasMember(reader)
                        ? settled(chat, deadline).map(settled -> List.of(new Opened(position, chat, settled)))
                        : Future.succeededFuture(List.<Opened>of()))
                .recover(failure -> notOpened(position, failure));
    }

    private Future<Boolean> settled(ActiveChat chat, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return Deadline.within(services.vertx(), left, chat.settled())
                .map(true)
                .recover(failure -> failure instanceof TimeoutException
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private static Future<List<Opened>> notOpened(Position position, Throwable failure) {
        if (!(failure instanceof RookeryException known) || known.code() == ErrorCode.WRONG_OWNER) {
            return Future.failedFuture(failure);
        }
        return Future.succeededFuture(
                known.code() == ErrorCode.CHAT_UNKNOWN ? List.of() : List.of(new Opened(position, null, false)));
    }

    /** The answer to one request while it is put together. */
    private static final class Answer {
        private final CatchUp request;
        private final List<ChatProgress> progress = new ArrayList<>();
        private final List<ChatId> failed = new ArrayList<>();
        private int room;

        Answer(CatchUp request) {
            this.request = request;
            this.room = request.maxCharacters();
        }

        Future<CaughtUp> read(List<Opened> opened, int next) {
            for (int i = next; i < opened.size(); i++) {
                Opened one = opened.get(i);
                ActiveChat chat = one.chat();
                if (chat == null) {
                    failed.add(one.position().chat());
                    continue;
                }
                long committed = chat.committed();
                long after = begin(one.position(), chat.chat(), committed);
                if (after == committed || room <= 0) {
                    progress.add(progress(one, chat, committed, after, after, List.of()));
                    continue;
                }
                int following = i + 1;
                return chat.read(ReadHistory.after(chat.chat().id(), request.reader(), after, MAX_PAGE))
                        .onComplete(page -> {
                            if (page.succeeded()) {
                                add(one, chat, after, page.result());
                            } else {
                                failed.add(one.position().chat());
                            }
                        })
                        .transform(done -> read(opened, following));
            }
            return Future.succeededFuture(new CaughtUp(progress, failed));
        }

        private long begin(Position position, Chat chat, long committed) {
            if (position.after() != Position.NONE) {
                return Math.min(position.after(), committed);
            }
            boolean isNew = request.since() != null && chat.createdAt().isAfter(request.since());
            return isNew ? 0 : Math.max(0, committed - request.recent());
        }

        private ChatProgress progress(
                Opened one, ActiveChat chat, long committed, long after, long upTo, List<Entry> entries) {
            return new ChatProgress(
                    chat.chat(),
                    committed,
                    one.settled(),
                    after,
                    upTo,
                    entries,
                    chat.receipts().reading(request.reader()));
        }

        /** As much of the page as there is room for, but something. */
        private void add(Opened one, ActiveChat chat, long after, HistoryPage page) {
            List<Entry> entries = new ArrayList<>();
            long upTo = after;
            for (Entry entry : page.entries()) {
                int characters = entry.content().weight() + entry.state().weight();
                if (room < characters && upTo > after) {
                    progress.add(progress(one, chat, page.committed(), after, upTo, entries));
                    room = 0;
                    return;
                }
                room -= characters;
                upTo = entry.seq();
                // A seq that no message got: the reader has nothing to be shown, but is past it.
                if (!Entry.isVoid(entry)) {
                    entries.add(entry);
                }
            }
            long end = page.more() ? upTo : page.committed();
            progress.add(progress(one, chat, page.committed(), after, end, entries));
        }
    }
}
