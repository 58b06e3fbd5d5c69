package dev.rookery.bus.message;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asked of the node that owns the chat. A node that does not own it answers {@code wrong_owner}; someone who is not a
 * member is told {@code chat_unknown}.
 */
public sealed interface ChatRequest<R extends BusReply> extends BusRequest<R> {

    /**
     * Appends an entry. Answered when it is durable. The same (sender, device, clientId) with the same content gets the
     * first answer again, with another content {@code client_id_conflict}.
     *
     * @param session the session to leave out of the fan-out, or null for a send over REST
     * @param after what the same device sent before and has no answer to, or null: a chat that does not know it answers
     *     {@code wrong_owner}, so that the sends of a session keep their order
     */
    record SendMessage(
            ChatId chat,
            UserId sender,
            DeviceId device,
            @Nullable SessionId session,
            ClientId clientId,
            Content content,
            @Nullable ClientId after)
            implements ChatRequest<ChatReply.MessageStored> {

        /** One that need not come after another. */
        public SendMessage(
                ChatId chat,
                UserId sender,
                DeviceId device,
                @Nullable SessionId session,
                ClientId clientId,
                Content content) {
            this(chat, sender, device, session, clientId, content, null);
        }

        public SendMessage after(ClientId before) {
            return new SendMessage(chat, sender, device, session, clientId, content, before);
        }
    }

    /** Creates the 1:1 chat of two existing users, or finds it: the same answer however often it is asked. */
    record OpenDirectChat(UserId creator, UserId peer) implements ChatRequest<ChatReply.ChatOpened> {
        public ChatId chat() {
            return ChatId.direct(creator, peer);
        }
    }

    /**
     * Creates a group of existing users, or finds the one that the creator made under this clientId; {@code
     * client_id_conflict} if that one has other members or another title, {@code invalid_request} if there are too many.
     *
     * @param others without the creator, who is a member too; distinct
     */
    record OpenGroupChat(UserId creator, ClientId clientId, @Nullable ChatTitle title, List<UserId> others)
            implements ChatRequest<ChatReply.ChatOpened> {
        public OpenGroupChat {
            others = List.copyOf(others);
        }

        public ChatId chat() {
            return ChatId.group(creator, clientId);
        }
    }

    /**
     * One page of committed entries in ascending order, without those that the reader cleared. At most one of before, after,
     * around and since is asked for; without any the page is the newest one.
     *
     * @param before only entries with a lower seq, the newest of them; {@link #NONE} if not asked for
     * @param after only entries with a higher seq, the oldest of them; 0 begins at the first, {@link #NONE} if not asked
     *     for
     * @param around this seq in the middle, as far as there are entries on both sides; {@link #NONE} if not asked for
     * @param since begins with the first entry of this day (of UTC), or of the next one that has any; null if not asked for
     * @param limit 1 to 200; a page also ends at about 1 MiB of text, in each direction, but has at least one entry
     */
    record ReadHistory(
            ChatId chat, UserId reader, long before, long after, long around, @Nullable LocalDate since, int limit)
            implements ChatRequest<ChatReply.HistoryPage> {
        public static final long NONE = -1;

        public static ReadHistory after(ChatId chat, UserId reader, long after, int limit) {
            return new ReadHistory(chat, reader, NONE, after, NONE, null, limit);
        }
    }

    /**
     * What a reader misses of chats that all belong to one owner. The answer covers at least every entry that had a seq when
     * the owner was asked: it waits until those are committed, for about a second, and says where that was not enough.
     * Chats the reader is not in are left out.
     *
     * @param chats at most 64
     * @param recent how many of the newest entries to send of a chat without a position
     * @param since a chat without a position that was created after this is sent from its beginning; null for none
     * @param maxCharacters of text in the answer; at least one entry is sent of the first chat that misses any
     */
    record CatchUp(UserId reader, List<Position> chats, int recent, @Nullable Instant since, int maxCharacters)
            implements ChatRequest<ChatReply.CaughtUp> {
        public CatchUp {
            chats = List.copyOf(chats);
        }
    }

    /** @param after the seq up to which the reader has everything; {@link #NONE} if it has nothing */
    record Position(ChatId chat, long after) {
        public static final long NONE = -1;
    }

    /**
     * Tells the other members of a chat, where they have sessions, something that may be lost. Not an entry: it has no seq,
     * is not stored, and nobody gets it later. Other sessions of the sender are not told.
     *
     * @param what its kind, such as {@code typing}
     * @param frame a complete server frame as UTF-8 JSON
     * @param pauseMs nothing of that kind goes out sooner after the last one of the same sender in the same chat
     * @param maxMembers in a larger chat nobody is told
     */
    record TellMembers(ChatId chat, UserId sender, String what, Buffer frame, long pauseMs, int maxMembers)
            implements ChatRequest<ChatReply.MembersTold> {}

    /**
     * Hides all entries up to a seq from the reader, for good; nobody else notices. Less than was cleared before changes
     * nothing.
     *
     * @param through at most what is committed counts; {@link Long#MAX_VALUE} is everything
     */
    record ClearHistory(ChatId chat, UserId reader, long through) implements ChatRequest<ChatReply.HistoryCleared> {}

    /**
     * How the inbox rows of chats stand that all belong to one owner, see {@link ChatReply.Stand}. Answered after a
     * confirmation that began after the question came.
     */
    record Standings(List<ChatId> chats) implements ChatRequest<ChatReply.Stand> {
        public Standings {
            chats = List.copyOf(chats);
        }
    }

    /**
     * The reader has seen everything up to a seq, on whatever device; less than before changes nothing. That the chat was
     * marked as unread is taken back.
     *
     * @param seq at most what is committed counts, after what had a seq when the owner was asked
     * @param durably whether it has to be stored before it is answered
     */
    record MarkRead(ChatId chat, UserId reader, long seq, boolean durably) implements ChatRequest<ChatReply.Marked> {}

    /** The reader wants the chat to look unread, until it is read the next time. Stored before it is answered. */
    record MarkUnread(ChatId chat, UserId reader) implements ChatRequest<ChatReply.Marked> {}

    /**
     * A device of the reader has everything up to these seqs, in chats that all belong to one owner. Chats the reader is not in
     * are left out of the answer, and such that can't be opened now.
     *
     * @param chats at most 64
     */
    record MarkDelivered(UserId reader, List<Position> chats) implements ChatRequest<ChatReply.Delivered> {
        public MarkDelivered {
            chats = List.copyOf(chats);
        }
    }

    /**
     * Who has a message, and who read it; {@code target_unknown} if the reader is not shown such a message.
     *
     * @param state whom the page lists
     * @param after the last one of the page before; null for the first page
     * @param limit 1 to 200
     */
    record ReadReceipts(ChatId chat, UserId reader, long seq, ReceiptState state, @Nullable UserId after, int limit)
            implements ChatRequest<ChatReply.WhoHas> {}

    /** READ: who has read it. DELIVERED: who has it and did not read it. PENDING: everybody else. */
    enum ReceiptState {
        READ,
        DELIVERED,
        PENDING
    }

    /** What is unread in chats that all belong to one owner. Chats the reader is not in are left out. */
    record CountUnread(UserId reader, List<ChatId> chats) implements ChatRequest<ChatReply.UnreadCounts> {
        public CountUnread {
            chats = List.copyOf(chats);
        }
    }

    /** Members, head and newest entry of chats that all belong to one owner. Chats the reader is not in are left out. */
    record DescribeChats(UserId reader, List<ChatId> chats) implements ChatRequest<ChatReply.ChatSummaries> {
        public DescribeChats {
            chats = List.copyOf(chats);
        }
    }
}
