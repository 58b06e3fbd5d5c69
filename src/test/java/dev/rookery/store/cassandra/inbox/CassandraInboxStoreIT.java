package dev.rookery.store.cassandra.inbox;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import dev.rookery.store.cassandra.OpenStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

    private static void raise(InboxStore inbox, InboxHead head, List<UserId> members) {
        await(inbox.raise(List.of(new HeadRaise(head, members, false))));
    }

    private static void raiseApart(InboxHead head, List<UserId> members) {
        await(inbox.raise(List.of(new HeadRaise(head, members, true))));
    }

    @Test
    void ofTwoHeadsTheHigherStaysInWhicheverOrderTheyCome() {
        InboxHead seven = new InboxHead(chat, 7, 5, SENT);
        InboxHead nine = new InboxHead(chat, 9, 6, SENT.plusSeconds(2));

        raise(inbox, nine, List.of(ada, ben));
        raise(open.second().inbox(), seven, List.of(ada, ben));

        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(row(ada, chat, nine));
        assertThat(await(inbox.rows(ben, null, 10))).containsExactly(row(ben, chat, nine));
        assertThat(await(inbox.raised(chat))).contains(9L);
    }

    @Test
    void aNewChatIsInTheInboxOfItsMembersAtOnce() {
        Chat created = Chat.direct(ada, ben, SENT);
        await(open.stores().chats().create(created));

        InboxHead none = new InboxHead(created.id(), 0, 0, SENT);
        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(row(ada, created.id(), none));
        assertThat(await(inbox.raised(created.id()))).contains(0L);

        InboxHead first = new InboxHead(created.id(), 1, 1, SENT.plusSeconds(1));
        raise(inbox, first, created.members());
        await(open.stores().chats().create(created));
        assertThat(await(inbox.rows(ben, null, 10))).containsExactly(row(ben, created.id(), first));
        assertThat(await(open.stores().chats().count(ada))).isEqualTo(1);
    }

    @Test
    void aChatOfWhichNobodyWroteTheHeadIsThereWithoutOne() {
        Chat created = Chat.direct(ada, ben, SENT);
        await(open.stores().chats().create(created));
        forgetHeads(created);

        assertThat(await(inbox.rows(ada, null, 10))).containsExactly(row(ada, created.id(), null));
        assertThat(await(inbox.raised(created.id()))).isEmpty();
    }

    /** As chats are that were made before there was an inbox. A deletion wins over a value with its timestamp. */
    private static void forgetHeads(Chat chat) {
        String keyspace = open.config().keyspace();
        for (UserId member : chat.members()) {
            open.session()
                    .execute(
                            "DELETE head, messages, active_at FROM " + keyspace
                                    + ".chats_by_user USING TIMESTAMP 0 WHERE user_id = ? AND chat_id = ?",
                            member.value(),
                            chat.id().value());
        }
        open.session()
                .execute(
                        "DELETE FROM " + keyspace + ".chat_heads USING TIMESTAMP 0 WHERE chat_id = ?",
                        chat.id().value());
    }

    @Test
    void pagesNameEveryChatOnce() {
        List<ChatId> chats = new ArrayList<>();
        List<HeadRaise> raises = new ArrayList<>();
        for (int i = 0; i < 125; i++) {
            InboxHead head = new InboxHead(new ChatId(UUID.randomUUID()), i, i, SENT);
            chats.add(head.chat());
            raises.add(new HeadRaise(head, List.of(ada, ben), i % 5 == 0));
        }
        await(inbox.raise(raises));

        List<InboxRow> found = new ArrayList<>();
        ChatId after = null;
        for (List<InboxRow> page = await(inbox.rows(ada, after, 50));
                !page.isEmpty();
                page = await(inbox.rows(ada, after, 50))) {
            found.addAll(page);
            after = page.get(page.size() - 1).chat();
        }

        assertThat(found).extracting(InboxRow::chat).containsExactlyInAnyOrderElementsOf(chats);
        assertThat(found)
                .extracting(InboxRow::head)
                .containsExactlyInAnyOrderElementsOf(
                        raises.stream().map(HeadRaise::head).toList());
    }

    @Test
    void aLargeGroupIsWrittenWhole() {
        List<UserId> members = strangers(100);
        InboxHead head = new InboxHead(chat, 12, 12, SENT);

        raise(inbox, head, members);

        for (UserId member : members) {
            assertThat(await(inbox.rows(member, null, 10))).containsExactly(row(member, chat, head));
        }
    }

    @Test
    void aHeadThatStandsApartIsReadFromThereWhateverComesLate() {
        List<UserId> members = strangers(20);
        UserId member = members.get(7);
        raise(inbox, new InboxHead(chat, 4, 4, SENT), members);
        InboxHead five = new InboxHead(chat, 5, 5, SENT.plusSeconds(1));

        raiseApart(five, members);
        raise(open.second().inbox(), five, members);
        assertThat(await(inbox.rows(member, null, 10))).containsExactly(row(member, chat, five));

        InboxHead nine = new InboxHead(chat, 9, 8, SENT.plusSeconds(2));
        raiseApart(nine, List.of());
        assertThat(await(inbox.rows(member, null, 10))).containsExactly(row(member, chat, nine));
        assertThat(await(inbox.raised(chat))).contains(9L);

        InboxHead ten = new InboxHead(chat, 10, 9, SENT.plusSeconds(3));
        raise(inbox, ten, members);
        assertThat(await(inbox.rows(member, null, 10))).containsExactly(row(member, chat, ten));
    }

    private static List<UserId> strangers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new UserId(UUID.randomUUID()))
                .toList();
    }

    private static InboxRow row(UserId user, ChatId chat, @Nullable InboxHead head) {
        return new InboxRow(chat, head, MemberMarks.none(user));
    }
}
