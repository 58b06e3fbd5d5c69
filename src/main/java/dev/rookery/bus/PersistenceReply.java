package dev.rookery.bus;

import dev.rookery.domain.Chat;
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
     */
    record LoadedChat(@Nullable Chat chat, List<Entry> tail) implements PersistenceReply {
        public LoadedChat {
            tail = List.copyOf(tail);
        }
    }

    /** @param chat as stored, by whoever created it first */
    record Created(Chat chat, boolean created) implements PersistenceReply {}
}
