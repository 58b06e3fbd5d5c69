package dev.rookery.chat.sequencer;

import dev.rookery.domain.MessageText;
import dev.rookery.domain.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A text that somebody wants to append.
 *
 * @param session where it came from, to be left out of its fan-out; null if it came over REST
 */
public record Send(SendKey key, @Nullable SessionId session, MessageText text) {
    int characters() {
        return text.value().length();
    }
}
