package dev.rookery.feature.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PendingCursorsTest {
    private static final long WAIT = PendingCursors.WAIT.toNanos();

    private final PendingCursors cursors = new PendingCursors();
    private final ChatId chat = new ChatId(UUID.randomUUID());

    @Test
    void aBusyChatIsStoredOncePerWaitAndAtItsFurthest() {
        for (int seq = 1; seq <= 100; seq++) {
            assertThat(cursors.move(chat, seq, 10)).isTrue();
        }
        assertThat(cursors.move(chat, 7, 20)).isTrue();

        assertThat(cursors.isDue(10 + WAIT - 1)).isFalse();
        assertThat(cursors.isDue(10 + WAIT)).isTrue();
        assertThat(cursors.take()).isEqualTo(Map.of(chat, 100L));
        assertThat(cursors.isWaiting()).isFalse();
    }

    @Test
    void nothingIsStoredWhileSomethingIs() {
        assertThat(cursors.move(chat, 1, 0)).isTrue();
        var unused = cursors.take();
        assertThat(cursors.move(chat, 2, 0)).isTrue();

        assertThat(cursors.isDue(WAIT)).isFalse();
        cursors.stored();
        assertThat(cursors.isDue(WAIT)).isTrue();
    }

    @Test
    void manyChatsAreNotMadeToWaitAndTooManyAreRefused() {
        for (int i = 0; i < 64; i++) {
            assertThat(cursors.isDue(0)).isFalse();
            assertThat(cursors.move(new ChatId(new UUID(1, i)), 1, 0)).isTrue();
        }
        assertThat(cursors.isDue(0)).isTrue();
        for (int i = 64; i < 5_000; i++) {
            assertThat(cursors.move(new ChatId(new UUID(1, i)), 1, 0)).isTrue();
        }
        assertThat(cursors.move(new ChatId(new UUID(1, 5_000)), 1, 0)).isFalse();
        assertThat(cursors.move(new ChatId(new UUID(1, 4)), 9, 0)).isTrue();
    }
}
