package dev.rookery.bus;

import dev.rookery.domain.Chat;
import dev.rookery.domain.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of a chat's owner. */
public sealed interface ChatReply extends BusReply {

    /** The message is durable at this seq. */
    record MessageStored(long seq, Instant sentAt) implements ChatReply {}

    /** @param created false if the chat was there before */
    record ChatOpened(Chat chat, boolean created) implements ChatReply {}

    /**
     * @param entries ascending by seq
     * @param committed the highest committed seq of the chat, 0 if it has none
     * @param more whether there are further entries in the direction that was read
     */
    record HistoryPage(List<Entry> entries, long committed, boolean more) implements ChatReply {
        public HistoryPage {
            entries = List.copyOf(entries);
        }
    }

    record ChatSummaries(List<ChatSummary> chats) implements ChatReply {
        public ChatSummaries {
            chats = List.copyOf(chats);
        }
    }

    /**
     * @param newest the newest committed entry; null in an empty chat, and when the texts of one answer would exceed about
     *     1 MiB: read it as history then
     */
    record ChatSummary(Chat chat, long committed, @Nullable Entry newest) {}
}
