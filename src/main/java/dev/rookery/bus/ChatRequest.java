package dev.rookery.bus;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asked of the node that owns the chat. A node that does not own it answers {@code wrong_owner}; someone who is not a
 * member is told {@code chat_unknown}.
 */
public sealed interface ChatRequest<R extends BusReply> extends BusRequest<R> {

    /**
     * Appends a message. Answered when the entry is durable. The same (sender, device, clientId) with the same text gets
     * the first answer again, with another text {@code client_id_conflict}.
     *
     * @param session the session to leave out of the fan-out, or null for a send over REST
     */
    record SendMessage(
            ChatId chat,
            UserId sender,
            DeviceId device,
            @Nullable SessionId session,
            ClientId clientId,
            MessageText text)
            implements ChatRequest<ChatReply.MessageStored> {}

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
     * One page of committed entries in ascending order.
     *
     * @param before only entries with a lower seq, the newest of them; {@link #NONE} if not asked for
     * @param after only entries with a higher seq, the oldest of them; 0 begins at the first, {@link #NONE} if not asked
     *     for. Not together with before; without both the page is the newest one
     * @param limit 1 to 200; a page also ends at about 1 MiB of text, but has at least one entry
     */
    record ReadHistory(ChatId chat, UserId reader, long before, long after, int limit)
            implements ChatRequest<ChatReply.HistoryPage> {
        public static final long NONE = -1;
    }

    /**
     * What a reader misses of chats that all belong to one owner. The answer covers at least every entry that had a seq when
     * the owner was asked: it waits until those are committed, for about a second, and says where that was not enough.
     * Chats the reader is not in are left out.
     *
     * @param chats at most 64
     * @param recent how many of the newest entries to send of a chat without a position
     * @param maxCharacters of text in the answer; at least one entry is sent of the first chat that misses any
     */
    record CatchUp(UserId reader, List<Position> chats, int recent, int maxCharacters)
            implements ChatRequest<ChatReply.CaughtUp> {
        public CatchUp {
            chats = List.copyOf(chats);
        }
    }

    /** @param after the seq up to which the reader has everything; {@link #NONE} if it has nothing */
    record Position(ChatId chat, long after) {
        public static final long NONE = -1;
    }

    /** Members, head and newest entry of chats that all belong to one owner. Chats the reader is not in are left out. */
    record DescribeChats(UserId reader, List<ChatId> chats) implements ChatRequest<ChatReply.ChatSummaries> {
        public DescribeChats {
            chats = List.copyOf(chats);
        }
    }
}
