package dev.rookery.gateway.transport;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Joins the fragments of a text message, up to a limit on their sum. Holds memory only while a message is unfinished. */
final class MessageAssembler {
    private final int maxBytes;
    private @Nullable Buffer unfinished;

    MessageAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The message, or null if this was not its last fragment. */
    @Nullable Buffer add(Buffer fragment, boolean last) throws TooLargeException {
        Buffer before = unfinished;
        int total = fragment.length() + (before == null ? 0 : before.length());
        if (total > maxBytes) {
            unfinished = null;
            throw new TooLargeException();
        }
        if (before == null && last) {
            return fragment;
        }
        Buffer joined = (before == null ? Buffer.buffer() : before).appendBuffer(fragment);
        unfinished = last ? null : joined;
        return last ? joined : null;
    }

    void clear() {
        unfinished = null;
    }

    /** Bytes of the message that is unfinished. */
    int held() {
        return unfinished == null ? 0 : unfinished.length();
    }

    /** Strict: no replacement characters. */
    static String decode(Buffer utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(utf8.getBytes()))
                .toString();
    }

    /** The fragments exceed the limit. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("message too large", null, false, false);
        }
    }
}
