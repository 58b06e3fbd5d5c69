package dev.rookery.chat.inbox;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What earlier owners of a shard left hot. Until their lists are read nothing is known about any chat, and about a chat that
 * stands in one not before it was brought up here: from then on this owner knows its head, and has it in a list of its own
 * if its inbox rows are behind.
 */
final class Inheritance {
    private final ShardHeat.Effects effects;
    private final int atATime;
    private final Set<HotListId> lists = new LinkedHashSet<>();
    private final Set<HotListId> unread = new HashSet<>();
    /** Those that are not brought up yet. */
    private final Set<ChatId> chats = new HashSet<>();

    private final Deque<ChatId> toBringUp = new ArrayDeque<>();
    private int underWay;
    private boolean listed;
    /** Whether somebody further down the stack goes on already. */
    private boolean going;

    Inheritance(ShardHeat.Effects effects, int atATime) {
        this.effects = effects;
        this.atATime = atATime;
    }

    boolean isKnown(ChatId chat) {
        return isRead() && !chats.contains(chat);
    }

    private boolean isRead() {
        return listed && unread.isEmpty();
    }

    boolean isDone() {
        return isRead() && chats.isEmpty();
    }

    int size() {
        return chats.size();
    }

    void listsRead(Collection<HotListId> found) {
        if (!listed) {
            listed = true;
            lists.addAll(found);
            unread.addAll(found);
            found.forEach(effects::readList);
            next();
        }
    }

    void listRead(HotListId list, Collection<ChatId> found) {
        if (unread.remove(list)) {
            for (ChatId chat : found) {
                if (chats.add(chat)) {
                    toBringUp.add(chat);
                }
            }
            next();
        }
    }

    /** Also if somebody else asked for it, for whatever reason. */
    void broughtUp(ChatId chat) {
        chats.remove(chat);
        next();
    }

    /** An attempt of {@link ShardHeat.Effects#bringUp} came to its end. */
    void attempted(ChatId chat) {
        underWay--;
        if (chats.contains(chat)) {
            toBringUp.add(chat);
        }
        next();
    }

    private void next() {
        if (going) {
            return;
        }
        going = true;
        while (underWay < atATime && !toBringUp.isEmpty()) {
            ChatId chat = toBringUp.remove();
            if (chats.contains(chat)) {
                underWay++;
                effects.bringUp(chat);
            }
        }
        going = false;
        if (isDone()) {
            List<HotListId> done = List.copyOf(lists);
            lists.clear();
            done.forEach(effects::drop);
        }
    }
}
