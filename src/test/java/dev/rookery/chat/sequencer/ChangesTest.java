package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A log in which messages are changed. */
class ChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final DeviceId PHONE = new DeviceId(new UUID(0, 2));
    private static final ChatId CHAT = new ChatId(new UUID(0, 4));
    private static final LogLimits LIMITS = new LogLimits(4, 1_000, 20, 10_000, 10_000, 100);
    private static final Emoji THUMB = new Emoji("\uD83D\uDC4D");

    /** What the owner has at hand. */
    private final Map<Long, Entry> known = new HashMap<>();

    private ChatLog log = log(entries(20));
    private int sends;

    private ChatLog log(List<Entry> tail) {
        return new ChatLog(CHAT, LIMITS, tail, ChangesTest::judge, known::get);
    }

    private static Optional<ErrorCode> judge(Content.Change change, UserId who, Instant now, Subject target) {
        if (target == null) {
            return Optional.of(ErrorCode.TARGET_UNKNOWN);
        }
        return target.state().deleted() == null ? Optional.empty() : Optional.of(ErrorCode.TARGET_DELETED);
    }

    private static List<Entry> entries(long to) {
        return LongStream.rangeClosed(1, to).mapToObj(ChangesTest::message).toList();
    }

    private static Entry message(long seq) {
        return entry(seq, new Content.Message(new MessageText("text " + seq)));
    }

    private static Entry entry(long seq, Content content) {
        return new Entry(CHAT, seq, seq, ADA, PHONE, new ClientId("old" + seq), NOW, content);
    }

    @CanIgnoreReturnValue
    private Step send(Content content) {
        Send send = new Send(new SendKey(ADA, PHONE, new ClientId("s" + sends++)), null, content);
        assertThat(log.admit(send)).isEqualTo(new Admission.Accepted());
        return log.advance(NOW);
    }

    private static Content edit(long target, String text) {
        return new Content.Edited(target, new MessageText(text));
    }

    private Step commit(WriteBatch batch) {
        assertThat(log.stored(batch)).isNotEmpty();
        return log.advance(NOW);
    }

    @Test
    void whatIsNotAtHandIsReadAndHoldsUpWhatCameAfterIt() {
        Step asked = send(edit(7, "new"));
        assertThat(asked.reads()).containsExactly(7L);
        assertThat(asked.assigned()).isEmpty();
        assertThat(send(edit(7, "newer")).reads()).as("asked once").isEmpty();
        assertThat(send(new Content.Message(new MessageText("after"))).assigned())
                .isEmpty();

        log.read(7, message(7));
        Step decided = log.advance(NOW);

        assertThat(decided.assigned()).extracting(one -> one.entry().seq()).containsExactly(21L, 22L, 23L);
    }

    @Test
    void aChangeOfWhatIsThereNotIsRefusedAndWhatCameAfterItGoesOn() {
        send(edit(7, "new"));
        send(new Content.Message(new MessageText("after")));
        log.read(7, null);
        Step decided = log.advance(NOW);
        assertThat(decided.refused()).extracting(Step.Refused::reason).containsExactly(ErrorCode.TARGET_UNKNOWN);
        assertThat(decided.assigned()).extracting(one -> one.entry().seq()).containsExactly(21L);
        assertThat(send(edit(22, "to come")).refused()).hasSize(1);
    }

    @Test
    void aChangeIsAppliedOnceItIsCommittedAndTheWindowWaitsForIt() {
        known.put(7L, message(7));
        WriteBatch batch = send(edit(7, "new")).write();
        IntStream.range(0, 6).forEach(i -> send(new Content.Message(new MessageText("m" + i))));
        assertThat(log.overlay()).isEqualTo(Overlay.NONE);

        Step committed = commit(batch);
        EntryState state = EntryState.NONE.apply(batch.entries().get(0));
        assertThat(committed.applies()).containsExactly(new Apply(7, state));
        assertThat(log.overlay().over(message(7))).isEqualTo(message(7).with(state));
        assertThat(log.isUnapplied(21)).isTrue();
        Step rest = commit(committed.write());
        assertThat(log.committed()).isEqualTo(24);
        assertThat(rest.assigned()).as("21 is not applied").isEmpty();

        assertThat(log.applied(committed.applies().get(0)))
                .extracting(Entry::seq)
                .containsExactly(21L);
        assertThat(log.advance(NOW).assigned())
                .extracting(one -> one.entry().seq())
                .containsExactly(25L, 26L, 27L);
        assertThat(log.overlay()).isEqualTo(Overlay.NONE);
    }

    @Test
    void whatWaitsForOneMessageIsAppliedTogether() {
        known.put(7L, message(7));
        WriteBatch first = send(edit(7, "one")).write();
        Step committed = commit(first);
        Apply out = committed.applies().get(0);
        WriteBatch second = send(edit(7, "two")).write();
        assertThat(commit(second).applies()).as("one write at a time").isEmpty();
        WriteBatch third = send(new Content.Reacted(7, THUMB, true)).write();
        assertThat(commit(third).applies()).isEmpty();

        assertThat(log.applied(out)).extracting(Entry::seq).containsExactly(21L);
        Apply together = log.advance(NOW).applies().get(0);
        assertThat(together.state().asOf()).isEqualTo(23);
        assertThat(together.state().edits()).containsExactly(21L, 22L);
        assertThat(log.applied(together)).extracting(Entry::seq).containsExactly(22L, 23L);
        assertThat(log.isIdle()).isTrue();
    }

    @Test
    void aMessageInTheWindowCanBeChanged() {
        WriteBatch batch = send(new Content.Message(new MessageText("typo"))).write();
        Step changed = send(edit(21, "mended"));
        assertThat(changed.reads()).isEmpty();
        assertThat(changed.assigned()).extracting(one -> one.entry().seq()).containsExactly(22L);
        Step next = commit(batch);
        assertThat(next.applies()).isEmpty();
        assertThat(commit(next.write()).applies()).extracting(Apply::target).containsExactly(21L);
    }

    @Test
    void changesAreJudgedWithAllThatStandBeforeThem() {
        known.put(7L, message(7));
        WriteBatch deletion = send(new Content.Deleted(7)).write();
        assertThat(send(edit(7, "too late")).refused())
                .extracting(Step.Refused::reason)
                .containsExactly(ErrorCode.TARGET_DELETED);
        Apply apply = commit(deletion).applies().get(0);
        assertThat(apply.state().deleted()).isNotNull();
    }

    @Test
    void aNewOwnerAppliesWhatMayNotBe() {
        EntryState applied = new EntryState(18, null, null, List.of(), List.of());
        known.put(3L, message(3).with(applied));
        List<Entry> tail = List.of(
                entry(17, edit(2, "not read yet")),
                entry(18, edit(3, "applied already")),
                entry(19, edit(16, "below what its owner may have left")),
                entry(20, new Content.Reacted(1, THUMB, true)));
        log = log(tail);

        Step begun = log.advance(NOW);
        assertThat(begun.applies()).isEmpty();
        assertThat(begun.reads()).containsExactly(2L, 16L, 1L);
        assertThat(log.isApplied()).isFalse();
        log.read(2, message(2));
        log.read(16, message(16).with(new EntryState(19, null, null, List.of(), List.of())));
        log.read(1, null);
        List<Apply> applies = log.advance(NOW).applies();
        assertThat(applies).extracting(Apply::target).containsExactly(2L);
        assertThat(log.applied(applies.get(0))).extracting(Entry::seq).containsExactly(17L);
        assertThat(log.isApplied()).isTrue();
    }

    @Test
    void whatIsBelowTheWindowOfANewOwnerIsApplied() {
        log = log(List.of(entry(16, edit(2, "applied")), message(17), message(18), message(19), message(20)));
        assertThat(log.advance(NOW).reads()).isEmpty();
        assertThat(log.isApplied()).isTrue();
    }

    @Test
    void aNewOwnerEmptiesADeletedMessageAgain() {
        Entry deletion = entry(19, new Content.Deleted(2));
        known.put(2L, message(2).with(EntryState.NONE.apply(deletion)));
        log = log(List.of(message(18), deletion, message(20)));
        assertThat(log.advance(NOW).applies()).extracting(Apply::target).containsExactly(2L);
    }

    @Test
    void whoeverIsDeposedAppliesNothingMore() {
        known.put(7L, message(7));
        Step committed = commit(send(edit(7, "new")).write());
        Apply apply = committed.applies().get(0);
        assertThat(log.depose()).hasSize(1);
        assertThat(log.isWriting()).isTrue();
        assertThat(log.failed(apply)).isFalse();
        assertThat(log.isWriting()).isFalse();
        assertThat(log.advance(NOW).applies()).isEmpty();
    }

    @Test
    void aRepeatOfWhatIsGoneIsRecognised() {
        log = log(List.of(message(18), entry(19, edit(18, "gone")).emptied(20)));
        Send repeat = new Send(new SendKey(ADA, PHONE, new ClientId("old19")), null, edit(18, "gone"));
        assertThat(log.admit(repeat)).isEqualTo(new Admission.Stored(19, NOW));
    }
}
