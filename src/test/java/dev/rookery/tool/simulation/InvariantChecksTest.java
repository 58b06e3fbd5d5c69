package dev.rookery.tool.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The checks of what no sabotage of the machines breaks: I1, I2, I10. */
class InvariantChecksTest {
    private static final int WINDOW = 16;

    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final NodeId one = new NodeId(UUID.randomUUID());
    private final NodeId other = new NodeId(UUID.randomUUID());
    private final History history = new History(new Tally(), WINDOW);
    private final OwnershipHistory ownership = history.ownership();

    @Test
    void anEpochThatFallsOrSkipsOneIsNoticed() {
        ShardRow first = ShardRow.untouched(0).takenBy(one, UUID.randomUUID());
        ShardRow second = first.takenBy(other, UUID.randomUUID());
        ownership.shardChanged(ShardRow.untouched(0), first);

        assertBroken("I1", () -> ownership.shardChanged(second, first));
        assertBroken("I1", () -> ownership.shardChanged(first, second.takenBy(one, UUID.randomUUID())));
    }

    @Test
    void anEpochOfTwoOwnersIsNoticed() {
        ShardRow free = ShardRow.untouched(0);
        ownership.shardChanged(free, free.takenBy(one, UUID.randomUUID()));

        assertBroken("I1", () -> ownership.shardChanged(free, free.takenBy(other, UUID.randomUUID())));
    }

    @Test
    void aSessionThatIsUsedAgainOrLeavesItsEndIsNoticed() {
        ownership.sessionChanged(one, null, SessionState.ALIVE);
        assertBroken("I1", () -> ownership.sessionChanged(one, null, SessionState.ALIVE));
        assertBroken("I1", () -> ownership.sessionChanged(one, SessionState.FENCED, SessionState.ALIVE));
    }

    @Test
    void aSeqThatIsGivenTwiceIsNoticed() {
        history.opened(chat, 2, List.of(), true);
        history.assigned(2, message(1, "one"));
        history.assigned(2, message(1, "one"));

        assertBroken("I2", () -> history.assigned(2, message(1, "other")));
    }

    @Test
    void anAckBelowWhatWasAcknowledgedBeforeItBeganIsNoticed() {
        Entry early = message(1, "early");
        Entry late = message(2, "late");
        history.opened(chat, 2, List.of(early, late), true);
        long nothing = history.begun(chat);
        history.acked(chat, SendKey.of(late), late.content().fingerprint(), late.seq(), nothing);
        long begun = history.begun(chat);

        assertBroken(
                "I10",
                () -> history.acked(chat, SendKey.of(early), early.content().fingerprint(), early.seq(), begun));
    }

    private Entry message(long seq, String clientId) {
        return new Entry(
                chat,
                seq,
                seq,
                new UserId(chat.value()),
                new DeviceId(chat.value()),
                new ClientId(clientId),
                Instant.EPOCH,
                new Content.Message(new MessageText(clientId)));
    }

    private static void assertBroken(String invariant, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOf(Violation.class).hasMessageStartingWith(invariant + ": ");
    }
}
