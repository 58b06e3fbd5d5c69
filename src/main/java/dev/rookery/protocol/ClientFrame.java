package dev.rookery.protocol;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.MessageText;
import org.jspecify.annotations.Nullable;

/** What a client says over WebSocket. Every frame gets exactly one answer. */
public sealed interface ClientFrame {
    /** Longest {@code id} of a frame. */
    int MAX_ID_LENGTH = 64;

    /**
     * The client's own number for this frame, echoed in the answer; null if it gave none. 1 to 64 printable ASCII
     * characters without blanks.
     */
    @Nullable String id();

    /**
     * Sends a message; answered by {@link ServerFrame.Ack} when it is durable, or by {@link ServerFrame.Refused}. To be
     * repeated with the same clientId until one of the two came.
     */
    record Send(@Nullable String id, ChatId chat, ClientId clientId, MessageText text) implements ClientFrame {}

    /** Asks for a sign of life; answered by {@link ServerFrame.Pong}. For clients that can't send WebSocket pings. */
    record Ping(@Nullable String id) implements ClientFrame {}
}
