package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.ChatSummaries;
import dev.rookery.bus.message.ChatReply.ChatSummary;
import dev.rookery.bus.message.ChatRequest.DescribeChats;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes many chats at once, but opens only a few of them at a time. */
final class ChatList {
    private static final int MAX_CHATS = 200;
    private static final int AT_A_TIME = 16;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final ActiveChats chats;

    ChatList(ActiveChats chats) {
        this.chats = chats;
    }

    Future<ChatSummaries> describe(DescribeChats request) {
        if (request.chats().size() > MAX_CHATS) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "at most " + MAX_CHATS + " chats at a time"));
        }
        List<ChatSummary> found = new ArrayList<>();
        return describe(request.reader(), request.chats(), found).map(done -> new ChatSummaries(shortened(found)));
    }

    private Future<Void> describe(UserId reader, List<ChatId> ids, List<ChatSummary> found) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        int split = Math.min(AT_A_TIME, ids.size());
        List<Future<Optional<ChatSummary>>> some =
                ids.subList(0, split).stream().map(id -> describe(reader, id)).toList();
        return Future.all(some).compose(done -> {
            some.forEach(summary -> summary.result().ifPresent(found::add));
            return describe(reader, ids.subList(split, ids.size()), found);
        });
    }

    private Future<Optional<ChatSummary>> describe(UserId reader, ChatId id) {
        return chats.find(id)
                .map(chat -> chat.chat().hasMember(reader)
                        ? Optional.of(chat.summary(reader))
                        : Optional.<ChatSummary>empty())
                .recover(failure -> failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    private static List<ChatSummary> shortened(List<ChatSummary> summaries) {
        List<ChatSummary> result = new ArrayList<>();
        int characters = 0;
        for (ChatSummary summary : summaries) {
            Entry newest = summary.newest();
            characters += newest == null
                    ? 0
                    : newest.content().weight() + newest.state().weight();
            result.add(characters <= MAX_CHARACTERS ? summary : summary.withoutText());
        }
        return result;
    }
}
