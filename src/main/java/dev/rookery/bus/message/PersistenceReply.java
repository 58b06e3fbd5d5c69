package dev.rookery.bus.message;

import dev.rookery.domain.Chat;
import dev.rookery.domain.Cleared;
import dev.rookery.domain.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of the persistence verticle. */
public sealed interface PersistenceReply extends BusReply {

    record Done() implements PersistenceReply {}

    /** @param more whether the range holds further entries that did not fit */
    record Entries(List<Entry> entries, boolean more) implements PersistenceReply {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param chat null if there is no such chat
     * @param tail the newest entries, ascending
     * @param cleared how far members cleared its history
     */
    record LoadedChat(@Nullable Chat chat, List<Entry> tail, List<Cleared> cleared) implements PersistenceReply {
        public LoadedChat {
            tail = List.copyOf(tail);
            cleared = List.copyOf(cleared);
        }
    }

    /** @param seq null if there are no entries since that day */
    record DayFound(@Nullable Long seq) implements PersistenceReply {}

    /** @param chat as stored, by whoever created it first */
    record Created(Chat chat, boolean created) implements PersistenceReply {}
}
