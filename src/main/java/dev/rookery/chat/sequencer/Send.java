package dev.rookery.chat.sequencer;

import dev.rookery.domain.Content;
import dev.rookery.domain.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to append.
 *
 * @param session where it came from, to be left out of its fan-out; null if it came over REST
 */
public record Send(SendKey key, @Nullable SessionId session, Content content) {
    int characters() {
        return content.weight();
    }
}
