package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncPage;
import dev.rookery.gateway.spi.SyncStream;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** A device that has no cursor in a chat gets one, so that its next sync goes on where this one begins. Sends nothing. */
final class Beginnings implements SyncStream {
    private final SyncSource source;

    Beginnings(SyncSource source) {
        this.source = source;
    }

    @Override
    public Future<Void> page(SyncCall call, SyncPage page) {
        Map<ChatId, Long> beginnings = new HashMap<>();
        for (ChatProgress chat : page.chats()) {
            Position position = page.asked(chat);
            boolean named = call.frame().cursors().containsKey(chat.chat().id());
            if (!named && position != null && position.after() == Position.NONE) {
                beginnings.put(chat.chat().id(), chat.after());
            }
        }
        // Without it the client is brought what is recent once more.
        return beginnings.isEmpty()
                ? Future.succeededFuture()
                : source.begin(call.principal(), beginnings).otherwiseEmpty();
    }
}
