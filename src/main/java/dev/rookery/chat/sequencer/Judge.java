package dev.rookery.chat.sequencer;

import dev.rookery.domain.Content;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whether a change may be made, at the moment at which it would get its seq. */
public interface Judge {

    /**
     * Why it may not; empty if it may.
     *
     * @param target the message with all changes that have a lower seq; null if there is no such message
     */
    Optional<ErrorCode> refuse(Content.Change change, UserId who, Instant now, @Nullable Subject target);
}
