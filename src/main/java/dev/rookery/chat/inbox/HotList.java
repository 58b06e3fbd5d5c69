package dev.rookery.chat.inbox;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One hot list of this owner, as far as it is stored. */
final class HotList {
    private final HotListId id;
    private final long begunAt;
    private final Set<ChatId> chats = new LinkedHashSet<>();
    private boolean open;

    HotList(HotListId id, long begunAt) {
        this.id = id;
        this.begunAt = begunAt;
    }

    HotListId id() {
        return id;
    }

    /** Whether the next owner would find it. */
    boolean isOpen() {
        return open;
    }

    void opened() {
        open = true;
    }

    void add(ChatId chat) {
        chats.add(chat);
    }

    void remove(ChatId chat) {
        chats.remove(chat);
    }

    List<ChatId> chats() {
        return new ArrayList<>(chats);
    }

    boolean isFull(ShardHeat.Limits limits) {
        return chats.size() >= limits.listSize();
    }

    boolean isOld(ShardHeat.Limits limits, long now) {
        return now - begunAt >= limits.listAge().toMillis();
    }
}
