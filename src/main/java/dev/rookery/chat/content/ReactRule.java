package dev.rookery.chat.content;

import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content.Reacted;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.Optional;

/** Everybody who sees a message reacts to it. A reaction that is there already is no entry, so clients may count. */
final class ReactRule implements Rule<Reacted> {
    @Override
    public Optional<ErrorCode> refuse(Reacted change, UserId who, Instant now, Subject target) {
        if (target.state().has(change.emoji(), who) == change.on()) {
            return Optional.of(ErrorCode.NO_CHANGE);
        }
        return change.on() && target.state().isFull(change.emoji())
                ? Optional.of(ErrorCode.TOO_MANY_CHANGES)
                : Optional.empty();
    }
}
