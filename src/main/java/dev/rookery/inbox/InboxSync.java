package dev.rookery.inbox;

import dev.rookery.domain.ChatId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides which chats a sync has to open: what owners say comes first, and heads of cold chats from a read of the inbox that
 * begins after it. What no owner told, has no head in the inbox, or is new to the device is opened; also where the device is
 * ahead, since its owner has to take that back.
 */
public final class InboxSync {
    private final Map<ChatId, Long> cursors;
    private final Map<ChatId, Standing> standings = new HashMap<>();
    private final List<ChatId> toOpen = new ArrayList<>();

    /** @param cursors how far the device has the chats it asks for */
    public InboxSync(Map<ChatId, Long> cursors) {
        this.cursors = Map.copyOf(cursors);
    }

    /** An owner answered. */
    public void heard(ChatId chat, Standing standing) {
        standings.put(chat, standing);
    }

    public Standing standing(ChatId chat) {
        return standings.getOrDefault(chat, Standing.UNKNOWN);
    }

    /**
     * What the inbox says.
     *
     * @param head empty if there is none
     */
    public void read(ChatId chat, OptionalLong head) {
        Standing standing = standing(chat);
        Long cursor = cursors.get(chat);
        boolean upToDate = cursor != null
                && (standing instanceof Standing.Hot hot
                        ? hot.head() == cursor
                        : standing instanceof Standing.Cold && head.isPresent() && head.getAsLong() == cursor);
        if (!upToDate) {
            toOpen.add(chat);
        }
    }

    /** In the order in which they were read. */
    public List<ChatId> toOpen() {
        return List.copyOf(toOpen);
    }
}
