package dev.rookery.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * One row of a chat's log: who says what, and its place.
 *
 * @param seq dense number of the entry in its chat, from 1
 * @param messages how many messages the log holds up to and with this entry; a deleted message keeps its count
 * @param at the owner's clock when the seq was assigned, in milliseconds; for people to read, never for order
 * @param state what became of it since
 */
public record Entry(
        ChatId chat,
        long seq,
        long messages,
        UserId author,
        DeviceId device,
        ClientId clientId,
        Instant at,
        Content content,
        EntryState state) {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final ClientId NOTHING = new ClientId("void");

    /** One to which nothing happened yet. */
    public Entry(
            ChatId chat,
            long seq,
            long messages,
            UserId author,
            DeviceId device,
            ClientId clientId,
            Instant at,
            Content content) {
        this(chat, seq, messages, author, device, clientId, at, content, EntryState.NONE);
    }

    /**
     * The entry that keeps a seq whose message never became durable: its owner was lost and nobody was told that it was
     * stored. It makes the log dense again; nobody is shown it.
     */
    public static Entry voided(ChatId chat, long seq, long messages) {
        return ofNobody(chat, seq, messages, new Content.Voided());
    }

    /** An entry whose author this node cannot read. */
    public static Entry ofNobody(ChatId chat, long seq, long messages, Content content) {
        return new Entry(
                chat, seq, messages, new UserId(NOBODY), new DeviceId(NOBODY), NOTHING, Instant.EPOCH, content);
    }

    /** Not a method of an entry, since serializers would take it for a field. */
    public static boolean isVoid(Entry entry) {
        return entry.content instanceof Content.Voided;
    }

    /** The same entry where another number of messages stands before it. */
    public Entry counted(long ordinal) {
        return new Entry(chat, seq, ordinal, author, device, clientId, at, content, state);
    }

    /** Whether people are shown it as a message, deleted or not. */
    public static boolean isMessage(Entry entry) {
        return entry.content instanceof Content.Message
                || (entry.content instanceof Content.Removed && entry.state.deleted() != null);
    }

    /** The same entry after changes; one that says deleted takes its text away. */
    public Entry with(EntryState changed) {
        Content left = changed.deleted() == null
                ? content
                : new Content.Removed(changed.deleted().seq());
        return new Entry(chat, seq, messages, author, device, clientId, at, left, changed);
    }

    /**
     * An edit of a message that was deleted for everyone.
     *
     * @param deletion its seq
     */
    public Entry emptied(long deletion) {
        return new Entry(chat, seq, messages, author, device, clientId, at, new Content.Removed(deletion), state);
    }
}
