package dev.rookery.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.EntryState.Deletion;
import dev.rookery.domain.EntryState.Edit;
import dev.rookery.domain.EntryState.Reaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What changes come to. */
class EntryStateTest {
    private static final ChatId CHAT = new ChatId(new UUID(1, 1));
    private static final UserId ADA = new UserId(new UUID(2, 1));
    private static final UserId BEN = new UserId(new UUID(2, 2));
    private static final Emoji THUMB = new Emoji("\uD83D\uDC4D");
    private static final Emoji HEART = new Emoji("\u2764\uFE0F");

    private EntryState state = EntryState.NONE;

    @CanIgnoreReturnValue
    private EntryState after(long seq, UserId who, Content what) {
        state = state.apply(change(seq, who, what));
        return state;
    }

    private static Entry change(long seq, UserId who, Content what) {
        return new Entry(CHAT, seq, 1, who, new DeviceId(new UUID(3, 3)), new ClientId("c" + seq), at(seq), what);
    }

    private static Instant at(long seq) {
        return Instant.ofEpochMilli(1_000 * seq);
    }

    @Test
    void theNewestTextStands() {
        after(5, ADA, new Content.Edited(2, new MessageText("one")));
        assertThat(after(7, ADA, new Content.Edited(2, new MessageText("two"))))
                .isEqualTo(
                        new EntryState(7, new Edit(at(7), new MessageText("two")), null, List.of(), List.of(5L, 7L)));
    }

    @Test
    void whatIsInItAlreadyChangesNothing() {
        after(7, ADA, new Content.Edited(2, new MessageText("two")));
        EntryState before = state;
        assertThat(after(7, ADA, new Content.Edited(2, new MessageText("again"))))
                .isSameAs(before);
        assertThat(after(6, ADA, new Content.Deleted(2))).isSameAs(before);
    }

    @Test
    void reactionsStandInOrderOfFirstUseAndGoWhenNobodyIsLeft() {
        after(3, ADA, new Content.Reacted(2, THUMB, true));
        after(4, BEN, new Content.Reacted(2, HEART, true));
        after(5, BEN, new Content.Reacted(2, THUMB, true));
        assertThat(state.reactions())
                .containsExactly(new Reaction(THUMB, List.of(ADA, BEN)), new Reaction(HEART, List.of(BEN)));
        after(6, BEN, new Content.Reacted(2, HEART, false));
        assertThat(state.reactions()).containsExactly(new Reaction(THUMB, List.of(ADA, BEN)));
        assertThat(state.asOf()).isEqualTo(6);
    }

    @Test
    void nobodyReactsTwiceWithOneEmoji() {
        after(3, ADA, new Content.Reacted(2, THUMB, true));
        after(4, ADA, new Content.Reacted(2, THUMB, true));
        assertThat(state.reactions()).containsExactly(new Reaction(THUMB, List.of(ADA)));
        assertThat(state.asOf()).isEqualTo(4);
    }

    @Test
    void deletingTakesTextsAndReactionsAndEndsAllChanges() {
        after(3, ADA, new Content.Edited(2, new MessageText("secret")));
        after(4, BEN, new Content.Reacted(2, THUMB, true));
        after(5, ADA, new Content.Deleted(2));
        EntryState deleted = new EntryState(5, null, new Deletion(ADA, at(5), 5), List.of(), List.of(3L));
        assertThat(state).isEqualTo(deleted);
        after(6, ADA, new Content.Edited(2, new MessageText("back again")));
        assertThat(state).isEqualTo(new EntryState(6, null, new Deletion(ADA, at(5), 5), List.of(), List.of(3L)));
    }

    @Test
    void reactionsAreBoundedAndThoseThereAreCanGo() {
        IntStream.range(0, EntryState.MAX_EMOJIS)
                .forEach(i -> after(10 + i, ADA, new Content.Reacted(2, new Emoji("e" + i), true)));
        after(50, BEN, new Content.Reacted(2, THUMB, true));
        assertThat(state.isFull(THUMB)).isTrue();
        assertThat(state.isFull(new Emoji("e3"))).isFalse();
        assertThat(state.reactions()).hasSize(EntryState.MAX_EMOJIS);
        after(51, ADA, new Content.Reacted(2, new Emoji("e3"), false));
        after(52, BEN, new Content.Reacted(2, THUMB, true));
        assertThat(state.reactions()).hasSize(EntryState.MAX_EMOJIS).contains(new Reaction(THUMB, List.of(BEN)));
    }

    @Test
    void aDeletedMessageHasNoTextAndStaysAMessage() {
        Entry message = change(2, ADA, new Content.Message(new MessageText("secret")));
        after(5, ADA, new Content.Deleted(2));
        Entry left = message.with(state);
        assertThat(left.content()).isEqualTo(new Content.Removed(5));
        assertThat(Entry.isMessage(left)).isTrue();
        assertThat(left.counted(9).state()).isEqualTo(state);
        assertThat(Entry.isMessage(change(3, ADA, new Content.Edited(2, new MessageText("secret")))
                        .emptied(5)))
                .isFalse();
    }
}
