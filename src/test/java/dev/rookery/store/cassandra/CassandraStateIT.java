package dev.rookery.store.cassandra;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.MessageText;
import dev.rookery.store.MessageLog;
import dev.rookery.store.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What became of messages, in Cassandra: it follows the log, whoever is late with it. */
class CassandraStateIT {
    private static final int BIG = Integer.MAX_VALUE;

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final MessageLog log = open.stores().log();

    private final SampleEntries entries = new SampleEntries();
    private final ChatId chat = entries.chat();

    private void activate(long epoch) {
        await(log.activate(await(log.planActivation(chat, epoch, 200, BIG))));
    }

    private Entry row(long seq) {
        return await(log.read(chat, seq, seq, 1, BIG, false)).entries().get(0);
    }

    /** @param messages there are before it */
    private Entry change(long messages, long seq, Content.Change what) {
        Entry entry = entries.entry(seq, "x");
        return new Entry(chat, seq, messages, entry.author(), entry.device(), entry.clientId(), entry.at(), what);
    }

    private Entry edit(long messages, long seq, long target) {
        return change(messages, seq, new Content.Edited(target, new MessageText("edit " + seq)));
    }

    private StateChange plan(long epoch, long target, EntryState state) {
        return await(log.planChange(chat, epoch, target, state));
    }

    /** Messages, and then these changes. */
    private void write(long epoch, Entry... changes) {
        List<Entry> all = new ArrayList<>(entries.range(1, changes[0].seq() - 1));
        all.addAll(List.of(changes));
        await(log.append(chat, epoch, all));
    }

    @Test
    void aStateStaysWhoeverOwnsTheChat() {
        Entry old = edit(38, 39, 3);
        Entry recent = change(38, 40, new Content.Reacted(38, new Emoji("ok"), true));
        write(2, old, recent);
        EntryState edited = EntryState.NONE.apply(old);
        EntryState reacted = EntryState.NONE.apply(recent);
        await(log.change(plan(2, 3, edited)));
        await(log.change(plan(2, 38, reacted)));

        for (long epoch = 3; epoch <= 5; epoch++) {
            activate(epoch);
            activate(epoch);
            assertThat(row(3)).isEqualTo(entries.entry(3, "text 3").with(edited));
            assertThat(row(38)).isEqualTo(entries.entry(38, "text 38").with(reacted));
        }
        assertThat(await(log.tail(chat, 16, BIG)))
                .contains(entries.entry(38, "text 38").with(reacted));
    }

    @Test
    void whatADeposedOwnerAppliesLateNeverWins() {
        Entry one = edit(38, 39, 3);
        Entry two = edit(38, 40, 3);
        write(2, one, two);
        StateChange late = plan(2, 3, EntryState.NONE.apply(one));
        EntryState both = EntryState.NONE.apply(one).apply(two);
        activate(3);
        await(log.change(plan(3, 3, both)));

        await(log.change(late));

        assertThat(row(3).state()).isEqualTo(both);
    }

    @Test
    void whatADeposedOwnerAppliesLateAboveTheFenceIsNeverSeen() {
        Entry one = edit(38, 39, 38);
        Entry two = edit(38, 40, 38);
        write(2, one, two);
        await(log.change(plan(2, 38, EntryState.NONE.apply(one))));
        EntryState both = EntryState.NONE.apply(one).apply(two);
        StateChange late = plan(2, 38, both);
        activate(3);

        await(log.change(late));

        assertThat(row(38).state()).isEqualTo(EntryState.NONE.apply(one));
        await(log.change(plan(3, 38, both)));
        assertThat(row(38).state()).isEqualTo(both);
    }

    @Test
    void aDeletedMessageHasNoTextInAnyRow() {
        Entry early = edit(10, 11, 3);
        write(2, early);
        List<Entry> rest = List.of(edit(10, 12, 3), change(10, 13, new Content.Deleted(3)));
        await(log.append(chat, 2, rest));
        EntryState deleted = EntryState.NONE.apply(early).apply(rest.get(0)).apply(rest.get(1));
        StateChange plan = plan(2, 3, deleted);
        await(log.change(plan));
        await(log.change(plan));
        EntryState stays = row(3).state();

        // A batch that is stored again, after the store was lost or by an owner that was deposed.
        await(log.append(chat, 2, entries.range(1, 10)));
        await(log.append(chat, 2, List.of(early)));
        activate(3);
        await(log.append(chat, 2, entries.range(1, 10)));
        activate(4);

        List<Entry> all = await(log.read(chat, 1, 13, 100, BIG, false)).entries();
        assertThat(all.get(2)).isEqualTo(entries.entry(3, "text 3").with(deleted));
        assertThat(all.get(2).content()).isEqualTo(new Content.Removed(13));
        assertThat(all.get(10)).isEqualTo(early.emptied(13));
        assertThat(all.get(11)).isEqualTo(rest.get(0).emptied(13));
        assertThat(stays).isEqualTo(deleted);
        assertThat(all).hasSize(13);
    }

    @Test
    void aStateAloneIsNoEntry() {
        await(log.append(chat, 2, entries.range(1, 3)));
        EntryState state = new EntryState(9, null, null, List.of(), List.of());
        await(log.change(new StateChange(chat, 2, 5, state, List.of())));

        assertThat(await(log.read(chat, 1, 10, 10, BIG, false)).entries()).hasSize(3);
        assertThat(await(log.tail(chat, 10, BIG))).hasSize(3);
    }
}
