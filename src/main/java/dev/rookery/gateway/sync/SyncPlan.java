package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.inbox.InboxChat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one sync has to bring.
 *
 * @param due in the order in which it is brought
 * @param quiet how many further chats the user is in, of which the client has everything
 * @param gone chats that the client named and the user is not in
 * @param cursors how far the device has each chat; from the store where the client did not say
 */
record SyncPlan(List<Due> due, int quiet, List<ChatId> gone, Map<ChatId, Long> cursors) {

    /** @param closed null if the chat has to be opened */
    record Due(ChatId chat, @Nullable InboxChat closed) {}

    Position position(ChatId chat) {
        Long cursor = cursors.get(chat);
        return new Position(chat, cursor == null ? Position.NONE : cursor);
    }
}
