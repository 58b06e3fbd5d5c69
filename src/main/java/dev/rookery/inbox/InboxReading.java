package dev.rookery.inbox;

import java.util.List;

/**
 * All chats of a user.
 *
 * @param whole whether what is not here is not there: the store lost nothing meanwhile
 */
public record InboxReading(List<InboxChat> chats, boolean whole) {
    public InboxReading {
        chats = List.copyOf(chats);
    }
}
