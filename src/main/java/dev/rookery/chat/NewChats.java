package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.ChatOpened;
import dev.rookery.bus.message.ChatRequest.OpenDirectChat;
import dev.rookery.bus.message.ChatRequest.OpenGroupChat;
import dev.rookery.bus.message.PersistenceReply.Created;
import dev.rookery.bus.message.PersistenceRequest.CreateChat;
import dev.rookery.delivery.FanOut;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Creates chats, or finds them. Several who open one at the same moment cause one write, and the members who are there hear
 * of it once.
 */
final class NewChats {
    private final ChatServices services;
    private final ActiveChats chats;
    private final int maxMembers;
    private final Map<ChatId, Future<Created>> openings = new HashMap<>();

    NewChats(ChatServices services, ActiveChats chats, int maxMembers) {
        this.services = services;
        this.chats = chats;
        this.maxMembers = maxMembers;
    }

    Future<ChatOpened> open(OpenDirectChat request) {
        if (request.creator().equals(request.peer())) {
            return invalid("A 1:1 chat needs two different people");
        }
        return open(Chat.direct(request.creator(), request.peer(), now()));
    }

    Future<ChatOpened> open(OpenGroupChat request) {
        List<UserId> members = Stream.concat(Stream.of(request.creator()), request.others().stream())
                .toList();
        if (members.size() < 2 || new HashSet<>(members).size() < members.size()) {
            return invalid("A group needs its creator and others, each once");
        }
        if (members.size() > maxMembers) {
            return invalid("A group may have " + maxMembers + " members at most");
        }
        return open(new Chat(request.chat(), Chat.Kind.GROUP, request.title(), members, now()));
    }

    private Instant now() {
        return services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T> Future<T> invalid(String detail) {
        return Future.failedFuture(new RookeryException(ErrorCode.INVALID_REQUEST, detail));
    }

    private Future<ChatOpened> open(Chat wanted) {
        Future<Created> underWay = openings.get(wanted.id());
        if (underWay != null) {
            return underWay.compose(created -> found(created.chat(), wanted));
        }
        return chats.find(wanted.id())
                .compose(
                        known -> found(known.chat(), wanted),
                        failure -> isUnknown(failure) ? create(wanted) : Future.failedFuture(failure));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN;
    }

    private static Future<ChatOpened> found(Chat chat, Chat wanted) {
        return chat.isSameAs(wanted)
                ? Future.succeededFuture(new ChatOpened(chat, false))
                : Future.failedFuture(new RookeryException(
                        ErrorCode.CLIENT_ID_CONFLICT,
                        "This clientId was already used for a group with other members or another title"));
    }

    private Future<ChatOpened> create(Chat wanted) {
        Future<Created> underWay = openings.get(wanted.id());
        if (underWay != null) {
            return underWay.compose(created -> found(created.chat(), wanted));
        }
        Future<Created> opening = services.write(new CreateChat(wanted));
        openings.put(wanted.id(), opening);
        return opening.onComplete(done -> openings.remove(wanted.id())).compose(created -> {
            Chat chat = created.chat();
            if (!created.created()) {
                return found(chat, wanted);
            }
            new FanOut(services.gateways(), chat.members()).send(frame(chat), null);
            return Future.succeededFuture(new ChatOpened(chat, true));
        });
    }

    private static ServerFrame frame(Chat chat) {
        return new ServerFrame.ChatOpened(
                chat.id(),
                chat.kind().name().toLowerCase(Locale.ROOT),
                chat.title() == null ? null : chat.title().value(),
                chat.members().stream().map(ServerFrame.Member::new).toList(),
                chat.createdAt());
    }
}
