package dev.rookery.store.cassandra.log;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The bytes of an entry in the store. They are kept for ever, so every one counts:
 *
 * <pre>
 * version 1 | kind 1 | sender 16 | device 16 | sentAt 6 (ms, unsigned) | clientId 1 + n | text (UTF-8, to the end)
 * </pre>
 *
 * The byte before the clientId is its length; 0 stands for a UUID in canonical lower-case form, packed into 16 bytes.
 * The same entry always gives the same bytes. Reading refuses a version or kind it does not know, rather than guess.
 */
final class EntryBody {
    static final byte VERSION = 1;
    static final byte MESSAGE = 1;

    private static final int FIXED_BYTES = 1 + 1 + 16 + 16 + 6 + 1;
    private static final int UUID_BYTES = 16;
    private static final byte PACKED_UUID = 0;
    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private EntryBody() {}

    static ByteBuffer encode(Entry entry) {
        long sentAt = entry.sentAt().toEpochMilli();
        if (sentAt < 0 || sentAt > MAX_MILLIS) {
            throw new IllegalArgumentException("sentAt " + sentAt + " does not fit into 48 bits");
        }
        String clientId = entry.clientId().value();
        boolean packed = CANONICAL_UUID.matcher(clientId).matches();
        byte[] text = entry.text().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(FIXED_BYTES + (packed ? UUID_BYTES : clientId.length()) + text.length);
        body.put(VERSION).put(MESSAGE);
        putUuid(body, entry.sender().value());
        putUuid(body, entry.device().value());
        body.putShort((short) (sentAt >>> 32)).putInt((int) sentAt);
        if (packed) {
            putUuid(body.put(PACKED_UUID), UUID.fromString(clientId));
        } else {
            body.put((byte) clientId.length()).put(clientId.getBytes(StandardCharsets.US_ASCII));
        }
        return body.put(text).flip();
    }

    /** Throws {@link IllegalStateException} for bytes this version of Rookery cannot read. */
    static Entry decode(ChatId chat, long seq, ByteBuffer bytes) {
        ByteBuffer body = bytes.slice();
        try {
            byte version = body.get();
            byte kind = body.get();
            if (version != VERSION || kind != MESSAGE) {
                throw new IllegalStateException("entry " + seq + " of chat " + chat + " has version " + version
                        + " and kind " + kind + ", which this node does not know: it needs an update");
            }
            UserId sender = new UserId(uuid(body));
            DeviceId device = new DeviceId(uuid(body));
            long sentAt = (long) Short.toUnsignedInt(body.getShort()) << 32 | Integer.toUnsignedLong(body.getInt());
            ClientId clientId = new ClientId(clientId(body));
            MessageText text =
                    new MessageText(StandardCharsets.UTF_8.decode(body).toString());
            return new Entry(chat, seq, sender, device, clientId, Instant.ofEpochMilli(sentAt), text);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("entry " + seq + " of chat " + chat + " is cut short", e);
        }
    }

    private static String clientId(ByteBuffer body) {
        byte length = body.get();
        if (length == PACKED_UUID) {
            return uuid(body).toString();
        }
        byte[] ascii = new byte[Byte.toUnsignedInt(length)];
        body.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static void putUuid(ByteBuffer body, UUID id) {
        body.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer body) {
        return new UUID(body.getLong(), body.getLong());
    }
}
