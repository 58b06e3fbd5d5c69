package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.Reading;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncPage;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.inbox.HeadVersion;
import dev.rookery.wire.ServerFrame;
import dev.rookery.wire.ServerFrame.Mark;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chats as they stand, where they are not as the client knows them. */
final class HeadStream implements SyncStream {

    @Override
    public Future<Void> page(SyncCall call, SyncPage page) {
        List<ServerFrame.ChatHead> heads = page.chats().stream()
                .filter(chat -> isNews(call, page, chat))
                .map(chat -> head(chat, page.stored(chat)))
                .toList();
        return heads.isEmpty()
                ? Future.succeededFuture()
                : call.send(new ServerFrame.Chats(call.frame().id(), heads));
    }

    private static boolean isNews(SyncCall call, SyncPage page, ChatProgress chat) {
        Position position = page.asked(chat);
        boolean hasAll = position != null && position.after() == chat.committed() && chat.settled();
        return !hasAll
                || !HeadVersion.of(chat.reading().own())
                        .equals(call.frame().versions().get(chat.chat().id()));
    }

    private static ServerFrame.ChatHead head(ChatProgress found, @Nullable Long cursor) {
        Reading reading = found.reading();
        Mark own = Mark.of(reading.own());
        long cleared = reading.own().cleared();
        return new ServerFrame.ChatHead(
                found.chat().id(),
                found.chat().kind().name().toLowerCase(Locale.ROOT),
                found.chat().title() == null ? null : found.chat().title().value(),
                found.chat().members().stream().map(ServerFrame.Member::new).toList(),
                found.chat().createdAt(),
                found.committed(),
                cursor,
                cleared == 0 ? null : cleared,
                reading.messages(),
                Reading.unread(reading),
                own.read(),
                own.readMessages(),
                own.delivered(),
                MemberMarks.isMarkedUnread(reading.own()) ? true : null,
                Mark.ofOthers(found.chat(), reading),
                HeadVersion.of(reading.own()));
    }
}
