package dev.rookery.bus.message;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of a chat's owner. */
public sealed interface ChatReply extends BusReply {

    /**
     * The message is durable at this seq.
     *
     * @param epoch of the owner that answers
     */
    record MessageStored(long seq, Instant at, long epoch) implements ChatReply {}

    /** @param created false if the chat was there before */
    record ChatOpened(Chat chat, boolean created) implements ChatReply {}

    /**
     * @param entries ascending by seq; with void ones, so that they are dense
     * @param from the lowest seq of the range that the page covers
     * @param through the highest one; below {@code from} if the page is empty
     * @param committed the highest committed seq of the chat, 0 if it has none
     * @param more whether there are further entries in the direction that was read
     */
    record HistoryPage(List<Entry> entries, long from, long through, long committed, boolean more)
            implements ChatReply {
        public HistoryPage {
            entries = List.copyOf(entries);
        }
    }

    /** @param failed chats that could not be read now */
    record CaughtUp(List<ChatProgress> chats, List<ChatId> failed) implements ChatReply {
        public CaughtUp {
            chats = List.copyOf(chats);
            failed = List.copyOf(failed);
        }
    }

    /**
     * A part of what a reader misses of one chat.
     *
     * @param committed the highest committed seq
     * @param settled whether everything that had a seq when the owner was asked is committed
     * @param after where the entries begin: the reader's position, or the head if that is lower
     * @param upTo where they end: there is nothing in {@code (after, upTo]} besides them
     * @param cleared the highest seq that the reader does not see any more, 0 if there is none
     */
    record ChatProgress(
            Chat chat, long committed, boolean settled, long after, long upTo, List<Entry> entries, long cleared) {
        public ChatProgress {
            entries = List.copyOf(entries);
        }
    }

    /** @param through the highest seq that the reader does not see any more */
    record HistoryCleared(long through) implements ChatReply {}

    record ChatSummaries(List<ChatSummary> chats) implements ChatReply {
        public ChatSummaries {
            chats = List.copyOf(chats);
        }
    }

    /**
     * @param cleared the highest seq that the reader does not see any more, 0 if there is none
     * @param newest the newest committed message that the reader sees; null if there is none, and when the texts of one
     *     answer would exceed about 1 MiB: read it as history then
     */
    record ChatSummary(Chat chat, long committed, long cleared, @Nullable Entry newest) {
        public ChatSummary withoutText() {
            return new ChatSummary(chat, committed, cleared, null);
        }
    }

    /**
     * How the inbox rows of chats stand. Those that are asked about and not named here are cold: their rows tell all that a
     * member is shown of them, but what is in the log.
     *
     * @param hot their rows are behind, but in the head alone
     * @param unknown to be opened by whoever wants to know: their rows may be behind in anything, or this node does not own
     *     them
     */
    record Stand(List<HotHead> hot, List<ChatId> unknown) implements ChatReply {
        public Stand {
            hot = List.copyOf(hot);
            unknown = List.copyOf(unknown);
        }

        /** Always right: whoever hears it opens all of them. */
        public static Stand nothingKnown(List<ChatId> asked) {
            return new Stand(List.of(), asked);
        }
    }

    /** @param head the highest committed seq */
    record HotHead(ChatId chat, long head) {}

    /** @param told false if it was too soon, or the chat is too large */
    record MembersTold(boolean told) implements ChatReply {}
}
