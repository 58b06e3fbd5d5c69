package dev.rookery.store.cassandra.chats;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import dev.rookery.store.MarkStore;
import dev.rookery.store.cassandra.OpenStores;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraMarkStoreIT {
    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final MarkStore marks = open.stores().marks();

    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());

    @Test
    void marksOnlyGrowInWhicheverOrderTheyAreWritten() {
        assertThat(await(marks.of(chat))).isEmpty();

        await(marks.raise(
                chat, List.of(new MemberMarks(ada, 100, 120, 90, 130, 1), new MemberMarks(ben, 0, 0, 0, 7, 0))));
        await(marks.raise(chat, List.of(new MemberMarks(ada, 60, 110, 80, 140, 0), MemberMarks.none(ben))));
        await(marks.raise(chat, List.of(new MemberMarks(ben, 0, 3, 2, 0, 0))));

        assertThat(await(marks.of(chat)))
                .containsExactlyInAnyOrder(
                        new MemberMarks(ada, 100, 120, 90, 140, 1), new MemberMarks(ben, 0, 3, 2, 7, 0));
    }
}
