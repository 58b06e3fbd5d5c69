package dev.rookery.gateway;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.CursorStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given to store. */
final class RecordingCursors implements CursorStore {
    final List<Map<ChatId, Long>> moves = new CopyOnWriteArrayList<>();

    @Override
    public Future<Void> move(UserId user, DeviceId device, Map<ChatId, Long> cursors) {
        moves.add(Map.copyOf(cursors));
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<ChatId, Long>> find(UserId user, DeviceId device, Collection<ChatId> chats) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Map<ChatId, Long>> all(UserId user, DeviceId device) {
        return Future.succeededFuture(Map.of());
    }
}
