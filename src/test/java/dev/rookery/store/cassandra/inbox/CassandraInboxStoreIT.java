package dev.rookery.store.cassandra.inbox;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.store.InboxHead;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import dev.rookery.store.cassandra.OpenStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraInboxStoreIT {
    private static final Instant SENT = Instant.parse("2026-11-29T01:00:00Z");

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final InboxStore inbox = open.stores().inbox();

    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());
    private final ChatId chat = new ChatId(UUID.randomUUID());

    @Test
    void ofTwoHeadsTheHigherStaysInWhicheverOrderTheyCome() {
        InboxHead seven = new InboxHead(chat, 7, SENT);
        InboxHead nine = new InboxHead(chat, 9, SENT.plusSeconds(2));

        await(inbox.raise(nine, List.of(ada, ben)));
        await(open.second().inbox().raise(seven, List.of(ada, ben)));

        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(new InboxRow(chat, nine));
        assertThat(await(inbox.rows(ben, null, 10))).containsExactly(new InboxRow(chat, nine));
        assertThat(await(inbox.raised(chat))).contains(9L);
    }

    @Test
    void aChatOfWhichNobodyWroteTheHeadIsThereWithoutOne() {
        Chat created = Chat.direct(ada, ben, SENT);
        await(open.stores().chats().create(created));

        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(new InboxRow(created.id(), null));
        assertThat(await(inbox.raised(created.id()))).isEmpty();

        InboxHead none = new InboxHead(created.id(), 0, null);
        await(inbox.raise(none, created.members()));
        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(new InboxRow(created.id(), none));
        assertThat(await(inbox.raised(created.id()))).contains(0L);

        InboxHead first = new InboxHead(created.id(), 1, SENT);
        await(inbox.raise(first, created.members()));
        assertThat(await(inbox.rows(ben, null, 10))).containsExactly(new InboxRow(created.id(), first));
        assertThat(await(open.stores().chats().count(ada))).isEqualTo(1);
    }

    @Test
    void pagesNameEveryChatOnce() {
        List<ChatId> chats = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            InboxHead head = new InboxHead(new ChatId(UUID.randomUUID()), i, SENT);
            chats.add(head.chat());
            await(inbox.raise(head, List.of(ada)));
        }

        List<ChatId> found = new ArrayList<>();
        ChatId after = null;
        for (List<InboxRow> page = await(inbox.rows(ada, after, 10));
                !page.isEmpty();
                page = await(inbox.rows(ada, after, 10))) {
            page.forEach(row -> found.add(row.chat()));
            after = page.get(page.size() - 1).chat();
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(chats);
    }

    @Test
    void aLargeGroupIsWrittenWhole() {
        List<UserId> members = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            members.add(new UserId(UUID.randomUUID()));
        }
        InboxHead head = new InboxHead(chat, 12, SENT);

        await(inbox.raise(head, members));

        for (UserId member : members) {
            assertThat(await(inbox.rows(member, null, 10))).containsExactly(new InboxRow(chat, head));
        }
    }
}
