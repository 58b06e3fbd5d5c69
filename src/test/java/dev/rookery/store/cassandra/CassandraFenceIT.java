package dev.rookery.store.cassandra;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.store.Activation;
import dev.rookery.store.MessageLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Cassandra itself does with the writes of an owner that was deposed. */
class CassandraFenceIT {
    private static final int BIG = Integer.MAX_VALUE;

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final MessageLog log = open.stores().log();

    private final SampleEntries entries = new SampleEntries();
    private final ChatId chat = entries.chat();

    @CanIgnoreReturnValue
    private Activation activate(long epoch) {
        Activation plan = await(log.planActivation(chat, epoch, 200, BIG));
        await(log.activate(plan));
        return plan;
    }

    private List<Entry> all() {
        return await(log.read(chat, 1, Long.MAX_VALUE, 1000, BIG, false)).entries();
    }

    private static List<Entry> others(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new Entry(
                        entry.chat(),
                        entry.seq(),
                        entry.messages(),
                        entry.author(),
                        entry.device(),
                        entry.clientId(),
                        entry.at(),
                        new Content.Message(new MessageText("of a deposed owner " + entry.seq()))))
                .toList();
    }

    @Test
    void activationKeepsEverythingThatWasStored() {
        List<Entry> stored = entries.range(1, 110);
        await(log.append(chat, 2, stored));

        Activation plan = activate(3);

        assertThat(plan.tail()).isEqualTo(stored);
        assertThat(all()).isEqualTo(stored);
    }

    @Test
    void aWriteThatArrivesAnEpochLateIsNeverSeen() {
        List<Entry> stored = entries.range(1, 110);
        await(log.append(chat, 2, stored));
        activate(3);

        await(log.append(chat, 2, others(entries.range(111, 126))));

        assertThat(all()).isEqualTo(stored);
        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(stored.subList(94, 110));
    }

    @Test
    void aLateWriteDoesNotReplaceWhatTheNewOwnerWrote() {
        await(log.append(chat, 2, entries.range(1, 20)));
        activate(3);
        List<Entry> ours = entries.range(21, 25);
        await(log.append(chat, 3, ours));

        await(log.append(chat, 2, others(entries.range(21, 30))));

        assertThat(all()).hasSize(25).endsWith(ours.toArray(Entry[]::new));
    }

    @Test
    void aLateWriteIntoAnEmptyChatIsNeverSeen() {
        activate(3);

        await(log.append(chat, 2, entries.range(1, 4)));

        assertThat(all()).isEmpty();
    }

    @Test
    void aLateWriteOverTheEdgeOfABucketIsNeverSeen() {
        List<Entry> stored = entries.range(1, 995);
        for (int from = 0; from < stored.size(); from += 100) {
            await(log.append(chat, 2, stored.subList(from, Math.min(from + 100, stored.size()))));
        }
        activate(3);

        await(log.append(chat, 2, entries.range(996, 1_011)));

        assertThat(all()).isEqualTo(stored);
        assertThat(await(log.tail(chat, 16, BIG))).isEqualTo(stored.subList(979, 995));
    }

    @Test
    void theTwiceDeposedOwnersLateActivationChangesNothing() {
        List<Entry> stored = entries.range(1, 50);
        await(log.append(chat, 2, stored));
        Activation late = await(log.planActivation(chat, 3, 200, BIG));
        List<Entry> inFlight = entries.range(51, 60);
        await(log.append(chat, 2, inFlight));
        activate(4);
        List<Entry> ours = entries.range(61, 70);
        await(log.append(chat, 4, ours));
        List<Entry> before = all();

        await(log.activate(late));

        assertThat(before).hasSize(70);
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void activatingTwiceInAnEpochChangesNothing() {
        await(log.append(chat, 2, entries.range(1, 30)));
        Activation first = activate(3);
        await(log.append(chat, 3, entries.range(31, 60)));

        activate(3);
        await(log.activate(first));

        assertThat(all()).extracting(Entry::seq).hasSize(60).isSorted();
    }

    @Test
    void aHoleIsFilledForGood() {
        await(log.append(chat, 2, entries.range(1, 10)));
        await(log.append(chat, 2, entries.range(12, 14)));

        activate(3);
        await(log.append(chat, 2, entries.range(11, 11)));

        assertThat(all()).hasSize(14).contains(Entry.voided(chat, 11, 10));
        assertThat(all().subList(9, 14)).extracting(Entry::messages).containsExactly(10L, 10L, 11L, 12L, 13L);
    }
}
