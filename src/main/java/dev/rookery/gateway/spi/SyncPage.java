package dev.rookery.gateway.spi;

import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some chats of a sync, at most 64.
 *
 * @param chats that the user is in, as their owners know them now
 * @param stored the cursors of the device, where it has one and the client named none
 * @param asked from where on the owners were asked for entries
 */
public record SyncPage(List<ChatProgress> chats, Map<ChatId, Long> stored, Map<ChatId, Position> asked) {
    public SyncPage {
        chats = List.copyOf(chats);
        stored = Map.copyOf(stored);
        asked = Map.copyOf(asked);
    }

    public @Nullable Long stored(ChatProgress chat) {
        return stored.get(chat.chat().id());
    }

    public @Nullable Position asked(ChatProgress chat) {
        return asked.get(chat.chat().id());
    }
}
