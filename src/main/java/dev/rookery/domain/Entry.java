package dev.rookery.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * One row of a chat's log.
 *
 * @param seq dense number of the entry in its chat, from 1
 * @param sentAt the owner's clock when the seq was assigned, in milliseconds; for people to read, never for order
 */
public record Entry(
        ChatId chat, long seq, UserId sender, DeviceId device, ClientId clientId, Instant sentAt, MessageText text) {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final ClientId NOTHING = new ClientId("void");
    private static final MessageText NO_TEXT = new MessageText("-");

    /**
     * The entry that keeps a seq whose message never became durable: its owner was lost and nobody was told that it was
     * stored. It makes the log dense again; nobody is shown it.
     */
    public static Entry voided(ChatId chat, long seq) {
        return new Entry(chat, seq, new UserId(NOBODY), new DeviceId(NOBODY), NOTHING, Instant.EPOCH, NO_TEXT);
    }

    /** Not a method of an entry, since serializers would take it for a field. */
    public static boolean isVoid(Entry entry) {
        return entry.sender.value().equals(NOBODY);
    }
}
