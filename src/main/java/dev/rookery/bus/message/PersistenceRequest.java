package dev.rookery.bus.message;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DayStart;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import dev.rookery.domain.MemberMarks;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Asked of the persistence verticle of one's own node. Writes are idempotent and retried there until their deadline. */
public sealed interface PersistenceRequest<R extends BusReply> extends BusRequest<R> {
    /** A write that was not carried out by then is answered with a failure; it may still come to pass. */
    Duration WRITE_DEADLINE = Duration.ofSeconds(10);
    /** Shorter than the attempt of whoever asked the owner, so that the true reason reaches them. */
    Duration READ_DEADLINE = Duration.ofMillis(1_700);

    /**
     * Stores consecutive entries of one chat at LOCAL_QUORUM; those of one bucket in one atomic batch. A repeat must be
     * byte-identical.
     *
     * @param epoch the owner's fencing number: it makes the write timestamp
     * @param days that begin with these entries; noted before the entries are stored
     */
    record AppendEntries(ChatId chat, long epoch, List<Entry> entries, List<DayStart> days)
            implements PersistenceRequest<PersistenceReply.Done> {
        public AppendEntries {
            entries = List.copyOf(entries);
            days = List.copyOf(days);
        }
    }

    /**
     * Entries with {@code from <= seq <= to}, at most {@code limit}, also cut at about {@code maxBytes} of text.
     *
     * @param newestFirst which end to begin at; the answer is in that order
     */
    record ReadEntries(ChatId chat, long from, long to, int limit, int maxBytes, boolean newestFirst)
            implements PersistenceRequest<PersistenceReply.Entries> {}

    /**
     * Activates the chat in an epoch and answers with what its owner needs to begin: the chat and the newest entries of its
     * log. A chat that does not exist is only looked up.
     *
     * @param epoch under which the asking node took the shard over
     * @param tail how many entries at most
     * @param maxBytes of text; older entries that do not fit are left out
     */
    record LoadChat(ChatId chat, long epoch, int tail, int maxBytes)
            implements PersistenceRequest<PersistenceReply.LoadedChat> {}

    /** Where a day begins in the log, or the next one that has entries. */
    record FindDay(ChatId chat, LocalDate day) implements PersistenceRequest<PersistenceReply.DayFound> {}

    /** Stores how far members got; less than before changes nothing, and a number that is 0 is not written. */
    record RaiseMarks(ChatId chat, List<MemberMarks> marks) implements PersistenceRequest<PersistenceReply.Done> {
        public RaiseMarks {
            marks = List.copyOf(marks);
        }
    }

    /**
     * Stores what a message came to by changes that are committed, at LOCAL_QUORUM. A state that says deleted empties the
     * message, and all edits of it.
     *
     * @param target the seq of the message
     */
    record ApplyChanges(ChatId chat, long epoch, long target, EntryState state)
            implements PersistenceRequest<PersistenceReply.Done> {}

    /** Writes committed heads into the inbox of members. */
    record RaiseHeads(List<HeadRaise> heads) implements PersistenceRequest<PersistenceReply.Done> {
        public RaiseHeads {
            heads = List.copyOf(heads);
        }
    }

    /** Lets the next owner of a shard find the list; it need not be there before its rows are. */
    record OpenHotList(HotListId list) implements PersistenceRequest<PersistenceReply.Done> {}

    record AddHotChats(List<HotRow> rows) implements PersistenceRequest<PersistenceReply.Done> {
        public AddHotChats {
            rows = List.copyOf(rows);
        }
    }

    /** Forgets a list and its rows, for good. */
    record DropHotList(HotListId list) implements PersistenceRequest<PersistenceReply.Done> {}

    /** The lists of all owners that a shard had, as far as they are not dropped. */
    record ReadHotLists(int shard) implements PersistenceRequest<PersistenceReply.HotListsFound> {}

    record ReadHotList(HotListId list) implements PersistenceRequest<PersistenceReply.HotChatsFound> {}

    /** Creates the chat with its member rows unless it is there. */
    record CreateChat(Chat chat) implements PersistenceRequest<PersistenceReply.Created> {}
}
