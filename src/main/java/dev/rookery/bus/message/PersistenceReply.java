package dev.rookery.bus.message;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.MemberMarks;
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
     * @param marks how far members got in it, of those who said so
     * @param raised up to which seq the inbox rows of all its members tell it; null if they never did
     */
    record LoadedChat(@Nullable Chat chat, List<Entry> tail, List<MemberMarks> marks, @Nullable Long raised)
            implements PersistenceReply {
        public LoadedChat {
            tail = List.copyOf(tail);
            marks = List.copyOf(marks);
        }
    }

    record HotListsFound(List<HotListId> lists) implements PersistenceReply {
        public HotListsFound {
            lists = List.copyOf(lists);
        }
    }

    record HotChatsFound(List<ChatId> chats) implements PersistenceReply {
        public HotChatsFound {
            chats = List.copyOf(chats);
        }
    }

    /** @param seq null if there are no entries since that day */
    record DayFound(@Nullable Long seq) implements PersistenceReply {}

    /** @param chat as stored, by whoever created it first */
    record Created(Chat chat, boolean created) implements PersistenceReply {}
}
