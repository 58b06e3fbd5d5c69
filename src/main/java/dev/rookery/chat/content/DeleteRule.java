package dev.rookery.chat.content;

import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content.Deleted;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.Optional;

/** Authors delete their own messages for everyone. */
final class DeleteRule implements Rule<Deleted> {
    @Override
    public Optional<ErrorCode> refuse(Deleted change, UserId who, Instant now, Subject target) {
        return target.author().equals(who) ? Optional.empty() : Optional.of(ErrorCode.NOT_ALLOWED);
    }
}
