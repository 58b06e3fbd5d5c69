package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import java.util.List;

/**
 * What an owner writes when changes of a message are committed. Follows from the log alone, so whoever is late with it has
 * only less of the same, with a lower timestamp.
 *
 * @param target the seq of the message
 * @param emptied rows that lose their text, as they are to be: edits of the message, and the message itself as the last
 */
public record StateChange(ChatId chat, long epoch, long target, EntryState state, List<Entry> emptied) {
    public StateChange {
        emptied = List.copyOf(emptied);
    }
}
