package dev.rookery.chat.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.chat.sequencer.Subject;
import dev.rookery.domain.Content;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.EntryState.Deletion;
import dev.rookery.domain.EntryState.Reaction;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what. */
class RulesTest {
    private static final UserId ADA = new UserId(new UUID(2, 1));
    private static final UserId BEN = new UserId(new UUID(2, 2));
    private static final Instant WRITTEN = Instant.ofEpochSecond(1_000);
    private static final Emoji THUMB = new Emoji("\uD83D\uDC4D");
    private static final Content.Change EDIT = new Content.Edited(5, new MessageText("new"));
    private static final Content.Change DELETE = new Content.Deleted(5);
    private static final Content.Change REACT = new Content.Reacted(5, THUMB, true);
    private static final Content.Change TAKE_BACK = new Content.Reacted(5, THUMB, false);

    /** Ben cleared his history up to 5. */
    private final Rules rules = new Rules(Duration.ofHours(1), user -> user.equals(BEN) ? 5 : 6);

    private final Rules forEver = new Rules(Duration.ZERO, user -> 1);

    private static Subject message(EntryState state) {
        return new Subject(5, ADA, WRITTEN, state);
    }

    private ErrorCode refusal(Content.Change change, UserId who, EntryState state) {
        return forEver.refuse(change, who, WRITTEN, message(state)).orElse(null);
    }

    @Test
    void onlyTheAuthorEditsAndDeletes() {
        assertThat(refusal(EDIT, ADA, EntryState.NONE)).isNull();
        assertThat(refusal(DELETE, ADA, EntryState.NONE)).isNull();
        assertThat(refusal(EDIT, BEN, EntryState.NONE)).isEqualTo(ErrorCode.NOT_ALLOWED);
        assertThat(refusal(DELETE, BEN, EntryState.NONE)).isEqualTo(ErrorCode.NOT_ALLOWED);
        assertThat(refusal(REACT, BEN, EntryState.NONE)).isNull();
    }

    @Test
    void nobodyChangesWhatIsNoMessageOrDeleted() {
        EntryState deleted = new EntryState(9, null, new Deletion(ADA, WRITTEN, 9), List.of(), List.of());
        for (Content.Change change : List.of(EDIT, DELETE, REACT, TAKE_BACK)) {
            assertThat(forEver.refuse(change, ADA, WRITTEN, null)).contains(ErrorCode.TARGET_UNKNOWN);
            assertThat(refusal(change, ADA, deleted)).isEqualTo(ErrorCode.TARGET_DELETED);
        }
    }

    @Test
    void nobodyReactsToWhatTheyAreNotShown() {
        assertThat(rules.refuse(REACT, BEN, WRITTEN, message(EntryState.NONE))).isEmpty();
        assertThat(rules.refuse(REACT, ADA, WRITTEN, message(EntryState.NONE))).contains(ErrorCode.TARGET_UNKNOWN);
    }

    @Test
    void aMessageIsEditedWithinTheWindow() {
        Subject bens = new Subject(5, BEN, WRITTEN, EntryState.NONE);
        Instant last = WRITTEN.plus(Duration.ofHours(1));
        assertThat(rules.refuse(EDIT, BEN, last, bens)).isEmpty();
        assertThat(rules.refuse(EDIT, BEN, last.plusMillis(1), bens)).contains(ErrorCode.EDIT_TOO_LATE);
        assertThat(rules.refuse(DELETE, BEN, last.plusMillis(1), bens)).isEmpty();
        assertThat(forEver.refuse(EDIT, BEN, Instant.MAX, bens)).isEmpty();
    }

    @Test
    void aReactionThatIsThereIsNoEntry() {
        EntryState reacted = new EntryState(9, null, null, List.of(new Reaction(THUMB, List.of(BEN))), List.of());
        assertThat(refusal(REACT, BEN, reacted)).isEqualTo(ErrorCode.NO_CHANGE);
        assertThat(refusal(TAKE_BACK, ADA, reacted)).isEqualTo(ErrorCode.NO_CHANGE);
        assertThat(refusal(REACT, ADA, reacted)).isNull();
        assertThat(refusal(TAKE_BACK, BEN, reacted)).isNull();
    }

    @Test
    void changesOfOneMessageAreBounded() {
        List<Long> edits = LongStream.range(0, EntryState.MAX_EDITS).boxed().toList();
        assertThat(refusal(EDIT, ADA, new EntryState(999, null, null, List.of(), edits)))
                .isEqualTo(ErrorCode.TOO_MANY_CHANGES);
        List<Reaction> full = Stream.iterate(0, i -> i + 1)
                .limit(EntryState.MAX_EMOJIS)
                .map(i -> new Reaction(new Emoji("e" + i), List.of(ADA)))
                .toList();
        EntryState many = new EntryState(999, null, null, full, List.of());
        assertThat(refusal(REACT, BEN, many)).isEqualTo(ErrorCode.TOO_MANY_CHANGES);
        assertThat(refusal(new Content.Reacted(5, new Emoji("e1"), true), BEN, many))
                .isNull();
    }
}
