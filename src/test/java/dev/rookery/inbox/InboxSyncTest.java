package dev.rookery.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InboxSyncTest {
    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final InboxSync sync = new InboxSync(Map.of(chat, 7L));

    @Test
    void aColdChatIsOpenedOnlyIfTheInboxIsAheadOfTheDevice() {
        sync.heard(chat, Standing.COLD);
        sync.read(chat, OptionalLong.of(7));
        assertThat(sync.toOpen()).isEmpty();

        sync.read(chat, OptionalLong.of(8));
        assertThat(sync.toOpen()).containsExactly(chat);
    }

    @Test
    void ofAHotChatTheOwnerKnowsMoreThanTheInbox() {
        sync.heard(chat, new Standing.Hot(7));
        sync.read(chat, OptionalLong.of(3));
        assertThat(sync.toOpen()).isEmpty();

        sync.heard(chat, new Standing.Hot(8));
        sync.read(chat, OptionalLong.of(3));
        assertThat(sync.toOpen()).containsExactly(chat);
    }

    @Test
    void aDeviceThatIsAheadIsPutRightByTheOwner() {
        sync.heard(chat, Standing.COLD);
        sync.read(chat, OptionalLong.of(6));
        assertThat(sync.toOpen()).containsExactly(chat);
    }

    @Test
    void whatNobodyToldIsOpened() {
        sync.read(chat, OptionalLong.of(7));
        assertThat(sync.toOpen()).containsExactly(chat);
    }

    @Test
    void whatIsNotInTheInboxYetIsOpened() {
        sync.heard(chat, Standing.COLD);
        sync.read(chat, OptionalLong.empty());
        assertThat(sync.toOpen()).containsExactly(chat);
    }

    @Test
    void aDeviceThatNeverHadTheChatOpensIt() {
        ChatId unseen = new ChatId(UUID.randomUUID());
        sync.heard(unseen, Standing.COLD);
        sync.read(unseen, OptionalLong.of(0));
        assertThat(sync.toOpen()).containsExactly(unseen);
    }
}
