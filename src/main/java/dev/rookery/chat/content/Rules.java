package dev.rookery.chat.content;

import dev.rookery.chat.sequencer.Judge;
import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Asks the rule of each kind, after what holds for all of them. */
public final class Rules implements Judge {
    private final ToLongFunction<UserId> firstShown;
    private final EditRule edits;
    private final DeleteRule deletions = new DeleteRule();
    private final ReactRule reactions = new ReactRule();

    /**
     * @param editWindow how long after it was written a message may be edited; zero for ever
     * @param firstShown the lowest seq that a member may be shown
     */
    public Rules(Duration editWindow, ToLongFunction<UserId> firstShown) {
        this.edits = new EditRule(editWindow);
        this.firstShown = firstShown;
    }

    @Override
    public Optional<ErrorCode> refuse(Content.Change change, UserId who, Instant now, @Nullable Subject target) {
        if (target == null || target.seq() < firstShown.applyAsLong(who)) {
            return Optional.of(ErrorCode.TARGET_UNKNOWN);
        }
        if (target.state().deleted() != null) {
            return Optional.of(ErrorCode.TARGET_DELETED);
        }
        if (change instanceof Content.Edited edited) {
            return edits.refuse(edited, who, now, target);
        }
        if (change instanceof Content.Deleted deleted) {
            return deletions.refuse(deleted, who, now, target);
        }
        if (change instanceof Content.Reacted reacted) {
            return reactions.refuse(reacted, who, now, target);
        }
        throw new IllegalStateException("there is no rule for " + change.getClass());
    }
}
