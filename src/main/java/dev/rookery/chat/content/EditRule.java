package dev.rookery.chat.content;

import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content.Edited;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Authors edit their own messages. */
final class EditRule implements Rule<Edited> {
    private final Duration window;

    /** @param window after a message was written; zero for ever */
    EditRule(Duration window) {
        this.window = window;
    }

    @Override
    public Optional<ErrorCode> refuse(Edited change, UserId who, Instant now, Subject target) {
        if (!target.author().equals(who)) {
            return Optional.of(ErrorCode.NOT_ALLOWED);
        }
        if (!window.isZero() && now.isAfter(target.at().plus(window))) {
            return Optional.of(ErrorCode.EDIT_TOO_LATE);
        }
        return target.state().edits().size() < EntryState.MAX_EDITS
                ? Optional.empty()
                : Optional.of(ErrorCode.TOO_MANY_CHANGES);
    }
}
