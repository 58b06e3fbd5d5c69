package dev.rookery.feature.receipts;

import dev.rookery.bus.message.ChatReply.Delivered;
import dev.rookery.bus.message.ChatRequest.MarkDelivered;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.CursorStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cursors of devices: each moves forward only, stands in chats of its user only, and never above what is committed
 * there, since the owner of the chat is asked; which tells by it what is delivered. Safe to use from any thread.
 */
public final class Cursors {
    private final OwnerClient owners;
    private final CursorStore store;

    public Cursors(OwnerClient owners, CursorStore store) {
        this.owners = owners;
        this.store = store;
    }

    /**
     * Moves cursors of a device. Chats whose user is not a member are left out, those that can't be read now too.
     *
     * @return by chat, up to where the device has now said to have everything
     */
    public Future<Map<ChatId, Long>> move(UserId user, DeviceId device, Map<ChatId, Long> wanted) {
        return move(user, device, wanted, List.copyOf(wanted.keySet()), new HashMap<>());
    }

    /** As {@link #move}, and tells where the cursors stand then: further, where they were further before. */
    public Future<Map<ChatId, Long>> moveAndFind(UserId user, DeviceId device, Map<ChatId, Long> wanted) {
        return move(user, device, wanted).compose(moved -> {
            List<ChatId> chats = List.copyOf(moved.keySet());
            List<Future<Map<ChatId, Long>>> parts = new ArrayList<>();
            for (int from = 0; from < chats.size(); from += CursorStore.MAX_CHATS) {
                parts.add(
                        find(user, device, chats.subList(from, Math.min(from + CursorStore.MAX_CHATS, chats.size()))));
            }
            return Future.all(parts).map(done -> {
                Map<ChatId, Long> standing = new HashMap<>(moved);
                parts.forEach(part -> part.result().forEach((chat, seq) -> standing.merge(chat, seq, Math::max)));
                return standing;
            });
        });
    }

    private Future<Map<ChatId, Long>> move(
            UserId user, DeviceId device, Map<ChatId, Long> wanted, List<ChatId> left, Map<ChatId, Long> moved) {
        if (left.isEmpty()) {
            return Future.succeededFuture(moved);
        }
        int split = Math.min(CursorStore.MAX_CHATS, left.size());
        return owners.<Delivered>askEach(left.subList(0, split), group -> reached(user, group, wanted))
                .compose(answers -> {
                    Map<ChatId, Long> some = new HashMap<>();
                    answers.stream()
                            .flatMap(answer -> answer.chats().stream())
                            .forEach(chat -> some.put(chat.chat(), chat.seq()));
                    moved.putAll(some);
                    return store.move(user, device, some);
                })
                .compose(stored -> move(user, device, wanted, left.subList(split, left.size()), moved));
    }

    private static MarkDelivered reached(UserId user, List<ChatId> chats, Map<ChatId, Long> wanted) {
        return new MarkDelivered(
                user,
                chats.stream()
                        .map(chat -> new Position(chat, wanted.getOrDefault(chat, 0L)))
                        .toList());
    }

    /**
     * Notes where the view of a device begins in chats in which it has no cursor yet.
     *
     * @param beginnings as their owners said; at most {@link CursorStore#MAX_CHATS}
     */
    public Future<Void> begin(UserId user, DeviceId device, Map<ChatId, Long> beginnings) {
        return store.move(user, device, beginnings);
    }

    /** Those that the device has of these chats, at most {@link CursorStore#MAX_CHATS}. */
    public Future<Map<ChatId, Long>> find(UserId user, DeviceId device, Collection<ChatId> chats) {
        return store.find(user, device, chats);
    }
}
