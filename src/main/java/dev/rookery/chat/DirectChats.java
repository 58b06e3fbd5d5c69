package dev.rookery.chat;

import dev.rookery.bus.ChatReply.ChatOpened;
import dev.rookery.bus.ChatRequest.OpenDirectChat;
import dev.rookery.bus.PersistenceReply.Created;
import dev.rookery.bus.PersistenceRequest.CreateChat;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.protocol.ServerFrame;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Creates 1:1 chats, or finds them. Several who open one at the same moment cause one write. */
final class DirectChats {
    private final ChatServices services;
    private final ActiveChats chats;
    private final Map<ChatId, Future<Created>> openings = new HashMap<>();

    DirectChats(ChatServices services, ActiveChats chats) {
        this.services = services;
        this.chats = chats;
    }

    Future<ChatOpened> open(OpenDirectChat request) {
        if (request.creator().equals(request.peer())) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.INVALID_REQUEST, "A 1:1 chat needs two different people"));
        }
        Future<Created> underWay = openings.get(request.chat());
        if (underWay != null) {
            return underWay.map(created -> new ChatOpened(created.chat(), false));
        }
        return chats.find(request.chat())
                .map(known -> new ChatOpened(known.chat(), false))
                .recover(failure -> isUnknown(failure) ? create(request) : Future.failedFuture(failure));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN;
    }

    private Future<ChatOpened> create(OpenDirectChat request) {
        Future<Created> underWay = openings.get(request.chat());
        if (underWay != null) {
            return underWay.map(created -> new ChatOpened(created.chat(), false));
        }
        Chat chat = new Chat(
                request.chat(),
                Chat.Kind.DIRECT,
                List.of(request.creator(), request.peer()),
                services.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        Future<Created> opening = services.write(new CreateChat(chat));
        openings.put(chat.id(), opening);
        return opening.onComplete(done -> openings.remove(chat.id())).map(created -> {
            if (created.created()) {
                new FanOut(services.gateways(), created.chat().members()).send(frame(created.chat()), null);
            }
            return new ChatOpened(created.chat(), created.created());
        });
    }

    private static ServerFrame frame(Chat chat) {
        return new ServerFrame.ChatOpened(
                chat.id(),
                chat.kind().name().toLowerCase(Locale.ROOT),
                chat.members().stream().map(ServerFrame.Member::new).toList(),
                chat.createdAt());
    }
}
