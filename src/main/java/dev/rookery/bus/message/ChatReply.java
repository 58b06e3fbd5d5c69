package dev.rookery.bus.message;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.Reading;
import dev.rookery.domain.UserId;
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
     * @param reading what the reader and others have read
     */
    record ChatProgress(
            Chat chat, long committed, boolean settled, long after, long upTo, List<Entry> entries, Reading reading) {
        public ChatProgress {
            entries = List.copyOf(entries);
        }
    }

    /** How the reader's marks are now. */
    record Marked(Reading reading) implements ChatReply {}

    /** Up to where each chat is committed: a device has no more. */
    record Delivered(List<Reached> chats) implements ChatReply {
        public Delivered {
            chats = List.copyOf(chats);
        }
    }

    record Reached(ChatId chat, long seq) {}

    /**
     * Who has a message.
     *
     * @param people how many there are besides its author
     * @param delivered how many of them have it
     * @param read how many of them have read it
     * @param page some of those that were asked for, in the order of the members
     * @param more whether there are more after these
     */
    record WhoHas(int people, int delivered, int read, List<UserId> page, boolean more) implements ChatReply {
        public WhoHas {
            page = List.copyOf(page);
        }
    }

    record UnreadCounts(List<Unread> chats) implements ChatReply {
        public UnreadCounts {
            chats = List.copyOf(chats);
        }
    }

    /** @param marked whether the reader marked it as unread */
    record Unread(ChatId chat, long messages, boolean marked) {}

    /** @param through the highest seq that the reader does not see any more */
    record HistoryCleared(long through) implements ChatReply {}

    record ChatSummaries(List<ChatSummary> chats) implements ChatReply {
        public ChatSummaries {
            chats = List.copyOf(chats);
        }
    }

    /**
     * @param reading what the reader and others have read
     * @param newest the newest committed message that the reader sees; null if there is none, and when the texts of one
     *     answer would exceed about 1 MiB: read it as history then
     */
    record ChatSummary(Chat chat, long committed, Reading reading, @Nullable Entry newest) {
        public ChatSummary withoutText() {
            return new ChatSummary(chat, committed, reading, null);
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
