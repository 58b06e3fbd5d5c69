package dev.rookery.store.cassandra.chats;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.UserId;
import dev.rookery.store.ChatStore;
import dev.rookery.store.ChatStore.CreatedChat;
import dev.rookery.store.cassandra.OpenStores;
import dev.rookery.testkit.Notes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraChatStoreIT {
    private static final Instant NOON = Instant.ofEpochMilli(1_755_000_000_123L);

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final ChatStore chats = open.stores().chats();

    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());

    @Test
    void createdChatIsFoundWithItsMembersInOrderAndInTheirLists() {
        Chat chat = chat(ben, ada);

        assertThat(await(chats.create(chat))).isEqualTo(new CreatedChat(chat, true));

        assertThat(await(chats.find(chat.id()))).contains(chat);
        assertThat(await(chats.chatsOf(ada, null, 200))).containsExactly(chat.id());
        assertThat(await(chats.chatsOf(ben, null, 200))).containsExactly(chat.id());
    }

    @Test
    void unknownChatIsNotFound() {
        assertThat(await(chats.find(new ChatId(UUID.randomUUID())))).isEmpty();
        assertThat(await(chats.chatsOf(ada, null, 1))).isEmpty();
    }

    @Test
    void repeatedCreationAnswersWithWhatIsStored() {
        Chat first = chat(ada, ben);
        assertThat(await(chats.create(first)).created()).isTrue();
        Chat second = Chat.direct(ben, ada, NOON.plusSeconds(60));

        assertThat(await(chats.create(second))).isEqualTo(new CreatedChat(first, false));

        assertThat(await(chats.find(first.id()))).contains(first);
    }

    @Test
    void aCreationThatCrashedHalfWayIsFinishedByItsRepeat() {
        Chat chat = chat(ada, ben);
        await(chats.create(chat));
        String asIfNeverWritten = "DELETE FROM " + open.config().keyspace() + ".chats WHERE chat_id = ?";
        open.session().execute(asIfNeverWritten, chat.id().value());
        assertThat(await(chats.chatsOf(ben, null, 200))).containsExactly(chat.id());
        assertThat(await(chats.find(chat.id()))).isEmpty();

        assertThat(await(chats.create(chat)).created()).isTrue();

        assertThat(await(chats.find(chat.id()))).contains(chat);
        assertThat(await(chats.chatsOf(ada, null, 200))).containsExactly(chat.id());
    }

    @Test
    void theLargestGroupIsCreatedInOneStep() {
        List<UserId> members = Stream.generate(() -> new UserId(UUID.randomUUID()))
                .limit(1_000)
                .toList();
        ChatId id = ChatId.group(members.get(0), new ClientId("large"));
        Chat group = new Chat(id, Chat.Kind.GROUP, new ChatTitle("Everybody 🐦"), members, NOON);

        long began = System.nanoTime();
        assertThat(await(chats.create(group))).isEqualTo(new CreatedChat(group, true));
        Notes.note("a group of 1,000 was created in %d ms", (System.nanoTime() - began) / 1_000_000);

        assertThat(await(chats.find(id))).contains(group);
        assertThat(await(chats.create(group))).isEqualTo(new CreatedChat(group, false));
        assertThat(await(chats.chatsOf(members.get(999), null, 1))).containsExactly(id);
    }

    @Test
    void ofRacersWithDifferentMembersOneWinsAndNothingIsMixed() {
        ChatId id = ChatId.group(ada, new ClientId("contested"));
        List<Future<CreatedChat>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ChatStore store = i % 2 == 0 ? chats : open.second().chats();
            ChatTitle title = i % 3 == 0 ? null : new ChatTitle("title " + i);
            List<UserId> members = Stream.concat(
                            Stream.of(ada),
                            Stream.generate(() -> new UserId(UUID.randomUUID())).limit(3 + i))
                    .toList();
            results.add(store.create(new Chat(id, Chat.Kind.GROUP, title, members, NOON.plusSeconds(i))));
        }

        await(Future.all(results));

        List<CreatedChat> answers = results.stream().map(Future::result).toList();
        assertThat(answers.stream().filter(CreatedChat::created)).hasSize(1);
        assertThat(answers.stream().map(CreatedChat::chat).distinct()).hasSize(1);
        assertThat(await(chats.find(id))).contains(answers.get(0).chat());
    }

    @Test
    void exactlyOneOfTwentyRacersOnTwoSessionsCreatesTheChat() {
        List<Future<CreatedChat>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ChatStore store = i % 2 == 0 ? chats : open.second().chats();
            results.add(store.create(i % 3 == 0 ? chat(ada, ben) : chat(ben, ada)));
        }

        await(Future.all(results));

        List<CreatedChat> answers = results.stream().map(Future::result).toList();
        assertThat(answers.stream().filter(CreatedChat::created)).hasSize(1);
        assertThat(answers.stream().map(CreatedChat::chat).distinct()).hasSize(1);
        assertThat(await(chats.find(ChatId.direct(ada, ben))))
                .contains(answers.get(0).chat());
    }

    @Test
    void listOfChatsIsReadInPages() {
        List<ChatId> created = Stream.generate(() -> chat(ada, new UserId(UUID.randomUUID())))
                .limit(7)
                .map(chat -> await(chats.create(chat)).chat().id())
                .toList();

        List<ChatId> read = new ArrayList<>();
        List<ChatId> page = await(chats.chatsOf(ada, null, 3));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            read.addAll(page);
            page = await(chats.chatsOf(ada, page.get(page.size() - 1), 3));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(created);
        assertThat(read).isEqualTo(await(chats.chatsOf(ada, null, 200)));
    }

    private static Chat chat(UserId one, UserId other) {
        return Chat.direct(one, other, NOON);
    }
}
