package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A place in a stream of events, as clients without a WebSocket hand it back: the session and the node that has it, how
 * many of its events came before, and how far these brought the client in the chats they concern. Any node understands
 * it. It proves nothing: a client that makes one up harms its own view only.
 *
 * @param cursors at most {@link #MAX_CHATS}
 */
public record EventToken(NodeId node, SessionId session, long events, Map<ChatId, Long> cursors) {
    /** About 3,300 characters: the header of a request and its first line may have 8,192. */
    static final int MAX_CHATS = 100;

    private static final byte VERSION = 2;
    private static final int LONGEST = 6_000;
    private static final int FIXED = 1 + Long.BYTES * 5;
    private static final int PER_CHAT = Long.BYTES * 3;

    public EventToken {
        cursors = new LinkedHashMap<>(cursors);
    }

    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(FIXED + PER_CHAT * cursors.size())
                .put(VERSION)
                .putLong(node.value().getMostSignificantBits())
                .putLong(node.value().getLeastSignificantBits())
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .putLong(events);
        cursors.forEach((chat, seq) -> bytes.putLong(chat.value().getMostSignificantBits())
                .putLong(chat.value().getLeastSignificantBits())
                .putLong(seq));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Fails with {@code invalid_request}, which does not repeat the text.
     *
     * @param field what the request calls it
     */
    public static EventToken decode(String field, String text) {
        try {
            if (text.length() > LONGEST) {
                throw invalid(field);
            }
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.get() != VERSION || (bytes.remaining() - 5 * Long.BYTES) % PER_CHAT != 0) {
                throw invalid(field);
            }
            NodeId node = new NodeId(new UUID(bytes.getLong(), bytes.getLong()));
            SessionId session = new SessionId(new UUID(bytes.getLong(), bytes.getLong()));
            long events = bytes.getLong();
            Map<ChatId, Long> cursors = new LinkedHashMap<>();
            while (bytes.hasRemaining()) {
                ChatId chat = new ChatId(new UUID(bytes.getLong(), bytes.getLong()));
                cursors.put(chat, Math.max(0, bytes.getLong()));
            }
            return new EventToken(node, session, events, cursors);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw invalid(field);
        }
    }

    private static RookeryException invalid(String field) {
        return RookeryException.invalid(field, "'" + field + "' must be a place in a stream that the server gave you");
    }
}
