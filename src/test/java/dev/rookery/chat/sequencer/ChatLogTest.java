package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.chat.sequencer.Admission.Reason;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final UserId ALICE = new UserId(new UUID(0, 1));
    private static final DeviceId PHONE = new DeviceId(new UUID(0, 2));
    private static final SessionId SESSION = new SessionId(new UUID(0, 3));
    private static final LogLimits LIMITS = LogLimits.standard(1_000, 10);

    private final ChatId chat = new ChatId(new UUID(0, 4));
    private final ChatLog log = new ChatLog(chat, LIMITS, List.of());

    @Test
    void messageIsDeliveredAndWrittenInTheSameStep() {
        assertThat(log.admit(send("a"))).isEqualTo(new Admission.Accepted());

        Step step = log.advance(NOW);

        Entry entry = step.assigned().get(0).entry();
        assertThat(entry.seq()).isEqualTo(1);
        assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-22T10:00:00.123Z"));
        assertThat(step.assigned().get(0).except()).isEqualTo(SESSION);
        assertThat(step.write().entries()).containsExactly(entry);
        assertThat(log.committed()).isZero();
    }

    @Test
    void whatArrivesDuringAWriteGoesIntoTheNextBatch() {
        WriteBatch first = accept("a").write();
        Step second = accept("b");
        Step third = accept("c");

        assertThat(second.assigned()).hasSize(1);
        assertThat(second.write()).isNull();
        assertThat(third.write()).isNull();
        assertThat(log.stored(first)).extracting(Entry::seq).containsExactly(1L);
        assertThat(log.advance(NOW).write().entries()).extracting(Entry::seq).containsExactly(2L, 3L);
    }

    @Test
    void noMoreThanTheWindowIsUncommitted() {
        WriteBatch first = accept("m0").write();
        IntStream.range(1, 20).forEach(i -> accept("m" + i));

        assertThat(log.waiting()).isEqualTo(4);
        assertThat(log.stored(first)).hasSize(1);
        Step next = log.advance(NOW);
        assertThat(next.assigned()).extracting(a -> a.entry().seq()).containsExactly(17L);
        assertThat(next.assigned()).extracting(Step.Assigned::committed).containsExactly(1L);
        assertThat(next.write().entries()).hasSize(16);
    }

    @Test
    void tooManyWaitingSendsAreRefused() {
        IntStream.range(0, 26).forEach(i -> accept("m" + i));

        assertThat(log.admit(send("one more"))).isEqualTo(new Admission.Refused(Reason.FULL));
        assertThat(log.admit(send("m25"))).isEqualTo(new Admission.Joined());
    }

    @Test
    void tooMuchWaitingTextIsRefused() {
        IntStream.range(0, 16).forEach(i -> accept("m" + i));
        String large = "x".repeat(100_000);
        List<Admission> admissions = new ArrayList<>();
        LogLimits limits = new LogLimits(16, 1_000, 1_000, 250_000, 350_000, 200);
        ChatLog small = new ChatLog(chat, limits, List.of());
        for (int i = 0; i < 19; i++) {
            admissions.add(small.admit(send("m" + i, large)));
            advance(small);
        }

        assertThat(admissions.subList(0, 18)).containsOnly(new Admission.Accepted());
        assertThat(admissions.get(18)).isEqualTo(new Admission.Refused(Reason.FULL));
    }

    @Test
    void largeTextsGoInSmallerBatches() {
        WriteBatch first = accept("m0").write();
        for (int i = 1; i <= 10; i++) {
            admit(log, send("m" + i, "x".repeat(100_000)));
            advance(log);
        }
        commit(log, first);

        assertThat(log.advance(NOW).write().entries()).hasSize(3);
    }

    @Test
    void batchEndsAtTheEdgeOfABucket() {
        ChatLog late = new ChatLog(chat, LIMITS, List.of(entry(997, "old")));
        admit(late, send("a"));
        WriteBatch first = late.advance(NOW).write();
        IntStream.range(0, 5).forEach(i -> admit(late, send("m" + i)));
        advance(late);
        commit(late, first);

        WriteBatch edge = late.advance(NOW).write();
        assertThat(edge.entries()).extracting(Entry::seq).containsExactly(999L);
        commit(late, edge);
        assertThat(late.advance(NOW).write().entries())
                .extracting(Entry::seq)
                .containsExactly(1_000L, 1_001L, 1_002L, 1_003L);
    }

    @Test
    void repeatOfAPendingSendJoinsIt() {
        accept("a");

        assertThat(log.admit(send("a"))).isEqualTo(new Admission.Joined());
        assertThat(log.advance(NOW).assigned()).isEmpty();
    }

    @Test
    void repeatOfAStoredSendGetsTheFirstResult() {
        Step step = accept("a");
        commit(log, step.write());

        Entry entry = step.assigned().get(0).entry();
        assertThat(log.admit(send("a"))).isEqualTo(new Admission.Stored(1, entry.at()));
    }

    @Test
    void sameClientIdWithAnotherTextIsAConflict() {
        Step step = accept("a");
        Send other = send("a", "another text");

        assertThat(log.admit(other)).isEqualTo(new Admission.Refused(Reason.CONFLICT));
        commit(log, step.write());
        assertThat(log.admit(other)).isEqualTo(new Admission.Refused(Reason.CONFLICT));
    }

    @Test
    void sameClientIdWithAnotherKindOrTargetIsAConflict() {
        SendKey key = send("a").key();
        Step step = accept(new Send(key, null, new Content.Message(new MessageText("7"))));

        List<Content> others =
                List.of(new Content.Deleted(7), new Content.Deleted(8), new Content.Edited(7, new MessageText("7")));
        assertThat(others).allSatisfy(other -> assertThat(log.admit(new Send(key, null, other)))
                .isEqualTo(new Admission.Refused(Reason.CONFLICT)));
        commit(log, step.write());
        assertThat(others).allSatisfy(other -> assertThat(log.admit(new Send(key, null, other)))
                .isEqualTo(new Admission.Refused(Reason.CONFLICT)));
    }

    @Test
    void repeatOfAChangeIsRecognised() {
        Entry message = entry(1, "x");
        ChatLog open = new ChatLog(
                chat, LIMITS, List.of(message), (change, who, now, target) -> Optional.empty(), seq -> message);
        Send reaction = new Send(send("r").key(), null, new Content.Reacted(1, new Emoji("👍"), true));
        admit(open, reaction);
        Step step = open.advance(NOW);

        assertThat(open.admit(reaction)).isEqualTo(new Admission.Joined());
        commit(open, step.write());
        assertThat(open.admit(reaction)).isInstanceOf(Admission.Stored.class);
    }

    @Test
    void onlyMessagesAreCounted() {
        Entry message = entry(7, "x").counted(3);
        ChatLog recovered = new ChatLog(
                chat, LIMITS, List.of(message), (change, who, now, target) -> Optional.empty(), seq -> message);
        admit(recovered, new Send(send("d").key(), null, new Content.Deleted(7)));
        admit(recovered, send("m"));

        assertThat(recovered.advance(NOW).assigned())
                .extracting(assigned -> assigned.entry().messages())
                .containsExactly(3L, 4L);
        assertThat(recovered.messages()).isEqualTo(4);
    }

    @Test
    void sameClientIdOfAnotherDeviceIsAnotherSend() {
        Step step = accept("a");
        SendKey key = new SendKey(ALICE, new DeviceId(new UUID(0, 9)), new ClientId("a"));

        assertThat(log.admit(new Send(key, null, new Content.Message(new MessageText("text of a")))))
                .isEqualTo(new Admission.Accepted());
        commit(log, step.write());
    }

    @Test
    void failedBatchIsRepeatedUnchanged() {
        WriteBatch batch = accept("a").write();
        accept("b");

        assertThat(log.failed(batch)).isTrue();
        assertThat(log.advance(NOW.plusSeconds(5)).write()).isNull();
        assertThat(log.stored(batch)).isEqualTo(batch.entries());
    }

    @Test
    void lateReportOfAnEarlierAttemptChangesNothing() {
        WriteBatch first = accept("a").write();
        commit(log, first);
        accept("b");

        assertThat(log.stored(first)).isEmpty();
        assertThat(log.failed(first)).isFalse();
        assertThat(log.committed()).isEqualTo(1);
    }

    @Test
    void recoveredLogGoesOnAboveItsTailAndKnowsItsSends() {
        ChatLog recovered = new ChatLog(chat, LIMITS, List.of(entry(7, "x"), entry(8, "y")));

        assertThat(recovered.committed()).isEqualTo(8);
        assertThat(recovered.admit(send("x")))
                .isEqualTo(new Admission.Stored(7, entry(7, "x").at()));
        admit(recovered, send("z"));
        assertThat(recovered.advance(NOW).assigned())
                .extracting(a -> a.entry().seq())
                .containsExactly(9L);
    }

    @Test
    void entriesOlderThanTheTailCanBeRemembered() {
        ChatLog recovered = new ChatLog(chat, LIMITS, List.of(entry(LogLimits.REMEMBERED + 1, "newest")));
        recovered.remember(entry(1, "too old"));
        recovered.remember(entry(2, "just right"));

        assertThat(recovered.admit(send("too old"))).isEqualTo(new Admission.Accepted());
        assertThat(recovered.admit(send("just right"))).isInstanceOf(Admission.Stored.class);
    }

    @Test
    void closedLogFinishesWhatItAccepted() {
        WriteBatch batch = accept("a").write();
        log.close();

        assertThat(log.admit(send("new"))).isEqualTo(new Admission.Refused(Reason.CLOSED));
        assertThat(log.admit(send("a"))).isEqualTo(new Admission.Joined());
        assertThat(log.isIdle()).isFalse();
        assertThat(log.stored(batch)).hasSize(1);
        assertThat(log.isIdle()).isTrue();
        assertThat(log.admit(send("a"))).isInstanceOf(Admission.Stored.class);
    }

    @Test
    void aSendThatMustFollowAnotherIsTakenOnlyWhereThatOneIs() {
        SendKey before = send("a").key();
        assertThat(log.admit(send("b"), before)).isEqualTo(new Admission.Refused(Reason.TOO_EARLY));

        WriteBatch batch = accept("a").write();
        assertThat(log.admit(send("b"), before)).isEqualTo(new Admission.Accepted());
        commit(log, batch);
        assertThat(log.admit(send("c"), before)).isEqualTo(new Admission.Accepted());

        ChatLog successor = new ChatLog(chat, LIMITS, List.of(entry(1, "b")));
        assertThat(successor.admit(send("c"), before)).isEqualTo(new Admission.Refused(Reason.TOO_EARLY));
        assertThat(successor.admit(send("b"), before)).isInstanceOf(Admission.Stored.class);
    }

    @Test
    void deposedLogCommitsNothingAndNamesItsUndecidedSends() {
        WriteBatch batch = accept("a").write();
        IntStream.range(0, 20).forEach(i -> accept("m" + i));

        assertThat(log.depose()).hasSize(21).contains(send("a").key());
        assertThat(log.isWriting()).isTrue();
        assertThat(log.advance(NOW)).isEqualTo(new Step(List.of(), List.of(), null, List.of(), List.of()));
        assertThat(log.stored(batch)).isEmpty();
        assertThat(log.committed()).isZero();
        assertThat(log.isIdle()).isTrue();
    }

    @Test
    void deposedLogDoesNotRepeatAFailedWrite() {
        WriteBatch batch = accept("a").write();
        assertThat(log.depose()).hasSize(1);

        assertThat(log.failed(batch)).isFalse();
        assertThat(log.isWriting()).isFalse();
    }

    private static void admit(ChatLog to, Send send) {
        assertThat(to.admit(send)).isEqualTo(new Admission.Accepted());
    }

    @CanIgnoreReturnValue
    private static Step advance(ChatLog of) {
        return of.advance(NOW);
    }

    private static void commit(ChatLog to, WriteBatch batch) {
        assertThat(to.stored(batch)).isEqualTo(batch.entries());
    }

    @CanIgnoreReturnValue
    private Step accept(String clientId) {
        return accept(send(clientId));
    }

    @CanIgnoreReturnValue
    private Step accept(Send send) {
        assertThat(log.admit(send)).isEqualTo(new Admission.Accepted());
        return log.advance(NOW);
    }

    private static Send send(String clientId) {
        return send(clientId, "text of " + clientId);
    }

    private static Send send(String clientId, String text) {
        SendKey key = new SendKey(ALICE, PHONE, new ClientId(clientId.replace(' ', '-')));
        return new Send(key, SESSION, new Content.Message(new MessageText(text)));
    }

    private Entry entry(long seq, String clientId) {
        Send send = send(clientId);
        Instant sentAt = Instant.ofEpochMilli(1_000 + seq);
        return new Entry(chat, seq, seq, ALICE, PHONE, send.key().clientId(), sentAt, send.content());
    }
}
