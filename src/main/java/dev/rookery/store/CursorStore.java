package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** How far each device got in each chat. */
public interface CursorStore {
    /** Chats in one call. */
    int MAX_CHATS = 64;

    /** Moves cursors of a device, forward only: one that is further already stays. At most {@link #MAX_CHATS}. */
    Future<Void> move(UserId user, DeviceId device, Map<ChatId, Long> cursors);

    /** All that the device has. */
    Future<Map<ChatId, Long>> all(UserId user, DeviceId device);

    /** Those that the device has of these chats, at most {@link #MAX_CHATS}. */
    Future<Map<ChatId, Long>> find(UserId user, DeviceId device, Collection<ChatId> chats);
}
