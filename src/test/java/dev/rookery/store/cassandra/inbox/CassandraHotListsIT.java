package dev.rookery.store.cassandra.inbox;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import dev.rookery.store.HotLists;
import dev.rookery.store.cassandra.OpenStores;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraHotListsIT {
    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final HotLists lists = open.stores().hotLists();

    private final ChatId one = new ChatId(UUID.randomUUID());
    private final ChatId other = new ChatId(UUID.randomUUID());

    @Test
    void theNextOwnerFindsWhatEarlierOnesLeft() {
        HotListId first = new HotListId(3, 7, 1);
        HotListId second = new HotListId(3, 7, 2);
        HotListId later = new HotListId(3, 9, 1);
        HotListId ofAnotherShard = new HotListId(4, 7, 1);
        for (HotListId list : new HotListId[] {later, second, first, ofAnotherShard}) {
            await(lists.open(list));
        }
        await(lists.add(List.of(new HotRow(first, one))));
        await(lists.add(List.of(new HotRow(first, other))));
        await(lists.add(List.of(new HotRow(first, one))));
        await(lists.add(List.of(new HotRow(later, one))));

        assertThat(await(open.second().hotLists().of(3))).containsExactly(first, second, later);
        assertThat(await(lists.chats(first))).containsExactlyInAnyOrder(one, other);
        assertThat(await(lists.chats(second))).isEmpty();
        assertThat(await(lists.chats(later))).containsExactly(one);
        assertThat(await(lists.of(5))).isEmpty();
    }

    @Test
    void whatWasDroppedStaysSoWhateverComesLate() {
        HotListId list = new HotListId(11, 2, 1);
        HotListId next = new HotListId(11, 2, 2);
        await(lists.open(list));
        await(lists.add(List.of(new HotRow(list, one))));
        await(lists.open(next));
        await(lists.add(List.of(new HotRow(next, other))));

        await(lists.drop(list));
        await(lists.add(List.of(new HotRow(list, other))));
        await(lists.open(list));

        assertThat(await(lists.of(11))).containsExactly(next);
        assertThat(await(lists.chats(list))).isEmpty();
        assertThat(await(lists.chats(next))).containsExactly(other);
    }
}
