package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.Delivered;
import dev.rookery.bus.message.ChatReply.Marked;
import dev.rookery.bus.message.ChatReply.Reached;
import dev.rookery.bus.message.ChatReply.UnreadCounts;
import dev.rookery.bus.message.ChatReply.WhoHas;
import dev.rookery.bus.message.ChatRequest.CountUnread;
import dev.rookery.bus.message.ChatRequest.MarkDelivered;
import dev.rookery.bus.message.ChatRequest.MarkRead;
import dev.rookery.bus.message.ChatRequest.MarkUnread;
import dev.rookery.bus.message.ChatRequest.ReadReceipts;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What is asked and said about how far members got. Who is no member learns nothing. */
final class MarkRequests {
    private static final int MAX_CHATS = 64;
    private static final int AT_A_TIME = 16;
    private static final int MAX_PAGE = 200;

    private final ActiveChats chats;

    MarkRequests(ActiveChats chats) {
        this.chats = chats;
    }

    Future<Marked> read(MarkRead request) {
        return find(request.chat(), request.reader())
                .compose(chat -> noted(chat, chat.receipts().read(request)));
    }

    Future<Marked> unread(MarkUnread request) {
        return find(request.chat(), request.reader())
                .compose(chat -> noted(chat, chat.receipts().markUnread(request.reader())));
    }

    Future<WhoHas> receipts(ReadReceipts request) {
        if (request.limit() < 1 || request.limit() > MAX_PAGE) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "a page has a limit of 1 to " + MAX_PAGE));
        }
        return find(request.chat(), request.reader())
                .compose(chat -> chat.receipts().of(request));
    }

    Future<Delivered> delivered(MarkDelivered request) {
        List<ChatId> ids = request.chats().stream()
                .map(position -> position.chat())
                .distinct()
                .toList();
        return each(request.reader(), ids, (chat, id) -> {
                    long seq = request.chats().stream()
                            .filter(position -> position.chat().equals(id))
                            .mapToLong(position -> position.after())
                            .max()
                            .orElse(0);
                    return new Reached(id, chat.receipts().delivered(request.reader(), seq));
                })
                .map(Delivered::new);
    }

    Future<UnreadCounts> count(CountUnread request) {
        return each(request.reader(), request.chats(), (chat, id) -> chat.receipts()
                        .count(request.reader()))
                .map(UnreadCounts::new);
    }

    /** Of those chats that can be opened and that the reader is in. */
    private <T> Future<List<T>> each(UserId reader, List<ChatId> ids, BiFunction<ActiveChat, ChatId, T> ask) {
        if (ids.size() > MAX_CHATS) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "at most " + MAX_CHATS + " chats at a time"));
        }
        List<T> found = new ArrayList<>();
        return some(reader, ids, ask, found).map(done -> found);
    }

    private <T> Future<Void> some(
            UserId reader, List<ChatId> ids, BiFunction<ActiveChat, ChatId, T> ask, List<T> found) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        int split = Math.min(AT_A_TIME, ids.size());
        List<Future<Optional<T>>> some = ids.subList(0, split).stream()
                .map(id -> find(id, reader)
                        .map(chat -> Optional.of(ask.apply(chat, id)))
                        .recover(MarkRequests::withoutUnknown))
                .toList();
        return Future.all(some).compose(done -> {
            some.forEach(one -> one.result().ifPresent(found::add));
            return some(reader, ids.subList(split, ids.size()), ask, found);
        });
    }

    private static <T> Future<Optional<T>> withoutUnknown(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    private Future<Marked> noted(ActiveChat chat, Future<Marked> marked) {
        chats.noteWork(chat);
        return marked;
    }

    private Future<ActiveChat> find(ChatId id, UserId user) {
        return chats.find(id)
                .compose(chat -> chat.chat().hasMember(user)
                        ? Future.succeededFuture(chat)
                        : Future.failedFuture(Activation.unknown()));
    }
}
