package dev.rookery.store.cassandra.people;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.store.LastSeenStore;
import dev.rookery.store.cassandra.OpenStores;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What presence reads and stores. */
class CassandraLastSeenIT {
    private static final Instant NOON = Instant.ofEpochMilli(1_755_000_000_123L);

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final LastSeenStore lastSeen = open.stores().lastSeen();

    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());

    @Test
    void theLatestStaysInWhateverOrderTheyCome() {
        assertThat(await(lastSeen.find(ada))).isEmpty();

        await(lastSeen.save(ada, NOON.plusSeconds(60)));
        await(lastSeen.save(ada, NOON));
        await(lastSeen.save(ada, NOON.plusSeconds(60)));

        assertThat(await(lastSeen.find(ada))).contains(NOON.plusSeconds(60));
        assertThat(await(lastSeen.find(ben))).isEmpty();
    }

    @Test
    void ofManyChatsThoseOfAUserAreFoundInOneRead() {
        Chat chat = Chat.direct(ada, ben, NOON);
        await(open.stores().chats().create(chat));
        ChatId unknown = ChatId.direct(ada, new UserId(UUID.randomUUID()));

        assertThat(await(open.stores().chats().among(ada, List.of(chat.id(), unknown))))
                .containsExactly(chat.id());
        assertThat(await(open.stores().chats().among(ada, List.of()))).isEmpty();
    }
}
