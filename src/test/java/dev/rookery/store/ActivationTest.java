package dev.rookery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ActivationTest {
    private static final ChatId CHAT = new ChatId(new UUID(0, 1));
    private static final int WINDOW = 16;
    private static final int BUCKET = 1_000;

    private static Entry entry(long seq) {
        UUID someone = new UUID(7, 7);
        return new Entry(
                CHAT,
                seq,
                seq,
                new UserId(someone),
                new DeviceId(someone),
                new ClientId("m" + seq),
                Instant.EPOCH,
                new Content.Message(new MessageText("text " + seq)));
    }

    private static List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(ActivationTest::entry).toList();
    }

    private static Activation activation(List<Entry> newest) {
        return Activation.of(CHAT, 5, newest, WINDOW, BUCKET);
    }

    @Test
    void buriesTheWholeFirstBucketOfAnEmptyChat() {
        Activation plan = activation(List.of());

        assertThat(plan.rewrites()).containsExactly(new Activation.Rewrite(0, 0, List.of()));
        assertThat(plan.tail()).isEmpty();
    }

    @Test
    void writesTheWindowAgainAndLeavesWhatIsBelow() {
        Activation plan = activation(entries(1, 110));

        assertThat(plan.safe()).isEqualTo(94);
        assertThat(plan.rewrites()).containsExactly(new Activation.Rewrite(0, 94, entries(95, 110)));
        assertThat(plan.tail()).isEqualTo(entries(1, 110));
    }

    @Test
    void fillsHolesAboveTheSafePoint() {
        List<Entry> newest =
                entries(90, 110).stream().filter(entry -> entry.seq() != 107).toList();

        Activation plan = activation(newest);

        assertThat(plan.tail()).hasSize(21).contains(Entry.voided(CHAT, 107, 106));
        assertThat(plan.rewrites().get(0).entries()).contains(Entry.voided(CHAT, 107, 106));
    }

    @Test
    void countsAnewWhatStandsAboveAHole() {
        List<Entry> newest = entries(1, 6).stream()
                .filter(entry -> entry.seq() != 1 && entry.seq() != 4)
                .map(entry -> entry.seq() == 5 ? changed(entry) : entry)
                .toList();

        Activation plan = activation(newest);

        assertThat(plan.tail()).extracting(Entry::messages).containsExactly(0L, 1L, 2L, 2L, 2L, 3L);
        assertThat(plan.rewrites().get(0).entries()).isEqualTo(plan.tail());
    }

    @Test
    void aDeletedMessageCountsAndAnEmptiedEditDoesNot() {
        EntryState deleted = new EntryState(
                4, null, new EntryState.Deletion(entry(1).author(), Instant.EPOCH, 4), List.of(), List.of(3L));
        List<Entry> newest =
                List.of(entry(1), entry(2).with(deleted), entry(3).counted(2).emptied(4), entry(4).counted(3));

        assertThat(activation(newest).tail()).isEqualTo(newest);
    }

    @Test
    void countsAnewWhatAnOwnerThatWasLostCountedInPart() {
        List<Entry> newest = List.of(entry(1), Entry.voided(CHAT, 2, 1), entry(3), entry(4));

        assertThat(activation(newest).tail()).extracting(Entry::messages).containsExactly(1L, 1L, 2L, 3L);
    }

    @Test
    void leavesWhatItDoesNotKnowAsItIsWithoutAHole() {
        Entry unknown = new Entry(
                CHAT,
                3,
                3,
                entry(3).author(),
                entry(3).device(),
                entry(3).clientId(),
                Instant.EPOCH,
                new Content.Unknown(1, 99, "something that counts"));
        List<Entry> newest = List.of(entry(1), entry(2), unknown, entry(4));

        assertThat(activation(newest).tail()).isEqualTo(newest);
    }

    private static Entry changed(Entry entry) {
        return new Entry(
                CHAT,
                entry.seq(),
                entry.messages() - 1,
                entry.author(),
                entry.device(),
                entry.clientId(),
                entry.at(),
                new Content.Deleted(1));
    }

    @Test
    void buriesTheNextBucketWhereALateWriteCouldReachIt() {
        Activation plan = activation(entries(900, 990));

        assertThat(plan.rewrites())
                .containsExactly(
                        new Activation.Rewrite(0, 974, entries(975, 990)), new Activation.Rewrite(1, 974, List.of()));
    }

    @Test
    void rewritesBothSidesOfABucketEdge() {
        Activation plan = activation(entries(900, 1_005));

        assertThat(plan.rewrites())
                .containsExactly(
                        new Activation.Rewrite(0, 989, entries(990, 999)),
                        new Activation.Rewrite(1, 989, entries(1_000, 1_005)));
    }

    @Test
    void refusesAWindowThatSpansMoreThanTwoBuckets() {
        assertThatThrownBy(() -> Activation.of(CHAT, 1, List.of(), 16, 8)).isInstanceOf(IllegalArgumentException.class);
    }
}
