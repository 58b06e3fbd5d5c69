package dev.rookery.store.cassandra.log;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
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
 * version 1 | kind 1 | messages varint | author 16 | device 16 | at 6 (ms, unsigned) | clientId 1 + n | content, to the end
 * </pre>
 *
 * The byte before the clientId is its length; 0 stands for a UUID in canonical lower-case form, packed into 16 bytes.
 * {@link ContentBodies} has the content of each kind. The same entry always gives the same bytes. The first three fields
 * are the same in every version to come. A kind or a version that this node does not know is {@link Content.Unknown}, which
 * gives its bytes back when it is stored again.
 */
final class EntryBody {
    static final byte VERSION = 1;

    private static final int ENVELOPE_BYTES = 16 + 16 + 6 + 1;
    private static final int UUID_BYTES = 16;
    private static final byte PACKED_UUID = 0;
    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private EntryBody() {}

    static ByteBuffer encode(Entry entry) {
        byte version = VERSION;
        int kind = ContentKind.of(entry.content()).number();
        byte[] content;
        if (entry.content() instanceof Content.Unknown unknown) {
            if (unknown.version() == 0) {
                throw new IllegalArgumentException("only the node that knows this entry can store it");
            }
            version = (byte) unknown.version();
            kind = unknown.number();
            content = unknown.bytes().getBytes(StandardCharsets.ISO_8859_1);
        } else {
            content = ContentBodies.encode(entry.content());
        }
        String clientId = entry.clientId().value();
        boolean packed = CANONICAL_UUID.matcher(clientId).matches();
        int envelope = version == VERSION ? ENVELOPE_BYTES + (packed ? UUID_BYTES : clientId.length()) : 0;
        ByteBuffer body = ByteBuffer.allocate(2 + Varint.length(entry.messages()) + envelope + content.length);
        body.put(version).put((byte) kind);
        Varint.put(body, entry.messages());
        if (version == VERSION) {
            putEnvelope(body, entry, clientId, packed);
        }
        return body.put(content).flip();
    }

    private static void putEnvelope(ByteBuffer body, Entry entry, String clientId, boolean packed) {
        long at = entry.at().toEpochMilli();
        if (at < 0 || at > MAX_MILLIS) {
            throw new IllegalArgumentException("the time " + at + " does not fit into 48 bits");
        }
        putUuid(body, entry.author().value());
        putUuid(body, entry.device().value());
        body.putShort((short) (at >>> 32)).putInt((int) at);
        if (packed) {
            putUuid(body.put(PACKED_UUID), UUID.fromString(clientId));
        } else {
            body.put((byte) clientId.length()).put(clientId.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Throws {@link IllegalStateException} for bytes that no version of Rookery can have written. */
    static Entry decode(ChatId chat, long seq, ByteBuffer bytes) {
        ByteBuffer body = bytes.slice();
        try {
            int version = Byte.toUnsignedInt(body.get());
            int kind = Byte.toUnsignedInt(body.get());
            long messages = Varint.get(body);
            if (version != VERSION) {
                return Entry.ofNobody(chat, seq, messages, unknown(version, kind, body));
            }
            UserId author = new UserId(uuid(body));
            DeviceId device = new DeviceId(uuid(body));
            long at = (long) Short.toUnsignedInt(body.getShort()) << 32 | Integer.toUnsignedLong(body.getInt());
            ClientId clientId = new ClientId(clientId(body));
            Content content =
                    ContentBodies.knows(kind) ? ContentBodies.decode(kind, body) : unknown(version, kind, body);
            return new Entry(chat, seq, messages, author, device, clientId, Instant.ofEpochMilli(at), content);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("entry " + seq + " of chat " + chat + " is cut short", e);
        }
    }

    private static Content.Unknown unknown(int version, int kind, ByteBuffer rest) {
        return new Content.Unknown(
                version, kind, StandardCharsets.ISO_8859_1.decode(rest).toString());
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
