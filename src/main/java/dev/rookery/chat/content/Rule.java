package dev.rookery.chat.content;

import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.Optional;

/** Who may make one kind of change. */
interface Rule<C extends Content.Change> {

    /**
     * Why it may not be made; empty if it may.
     *
     * @param who a member of the chat who may see the message
     * @param target a message that is not deleted
     */
    Optional<ErrorCode> refuse(C change, UserId who, Instant now, Subject target);
}
