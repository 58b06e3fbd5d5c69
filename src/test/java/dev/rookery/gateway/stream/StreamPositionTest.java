package dev.rookery.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {
    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final StreamPosition position = new StreamPosition(Map.of());

    @Test
    void whatASyncBringsAndWhatFollowsItLiveMovesTheCursor() {
        position.sent(head(4));
        position.sent(entries(0, 4, 4));
        position.sent(synced());
        position.sent(message(5, 4));
        assertThat(position.cursors()).containsEntry(chat, 4L);
        position.sent(message(6, 5));
        assertThat(position.cursors()).containsEntry(chat, 5L);
    }

    @Test
    void aMessageAheadOfAGapMovesNothing() {
        position.sent(entries(0, 4, 4));
        position.sent(message(7, 7));
        assertThat(position.cursors()).containsEntry(chat, 4L);
        position.sent(entries(4, 6, 7));
        assertThat(position.cursors()).containsEntry(chat, 7L);
    }

    @Test
    void aQuietChatIsCommittedToItsNewestMessage() {
        position.sent(entries(0, 4, 4));
        position.sent(synced());
        position.sent(message(5, 4));
        position.sent(committed(5, 1));
        assertThat(position.cursors()).containsEntry(chat, 5L);
        position.sent(committed(6, 0));
        assertThat(position.takeGaps()).isEmpty();
        position.sent(committed(7, 1));
        assertThat(position.takeGaps()).containsEntry(chat, 5L);
    }

    @Test
    void nothingIsMissingOfWhatWasCleared() {
        position.sent(entries(0, 4, 4));
        position.sent(synced());
        position.sent(cleared(9));
        position.sent(message(10, 9));
        assertThat(position.takeGaps()).isEmpty();
        assertThat(position.cursors()).containsEntry(chat, 9L);
    }

    private JsonObject committed(long seq, long epoch) {
        return new JsonObject()
                .put("type", "committed")
                .put("chat", chat.toString())
                .put("seq", seq)
                .put("epoch", epoch);
    }

    private JsonObject cleared(long through) {
        return new JsonObject()
                .put("type", "cleared")
                .put("chat", chat.toString())
                .put("through", through);
    }

    @Test
    void liveMessagesInTheMiddleOfASyncCountWhenItIsOver() {
        position.sent(head(4));
        position.sent(message(5, 4));
        position.sent(message(6, 6));
        assertThat(position.cursors()).isEmpty();
        position.sent(synced());
        assertThat(position.cursors()).containsEntry(chat, 6L);
    }

    @Test
    void whatAnOwnerDeliveredThatWasLostIsNotCoveredByWhatTheNextOneCommits() {
        position.sent(entries(0, 4, 4));
        position.sent(message(5, 4));
        position.sent(message(7, 6, 2));
        assertThat(position.cursors()).containsEntry(chat, 4L);
        position.sent(message(6, 5));
        assertThat(position.cursors()).containsEntry(chat, 4L);
        position.sent(message(5, 4, 2));
        position.sent(message(6, 5, 2));
        assertThat(position.cursors()).containsEntry(chat, 6L);
    }

    @Test
    void whatTheClientHasToForgetWhenItsChatMovesIsToldAsAGapOnce() {
        position.sent(entries(0, 4, 4));
        position.sent(synced());
        position.sent(message(5, 4));
        assertThat(position.takeGaps()).isEmpty();
        position.sent(message(6, 5, 2));
        position.sent(message(7, 6, 2));
        assertThat(position.takeGaps()).containsExactly(Map.entry(chat, 4L));
        position.sent(message(8, 7, 2));
        assertThat(position.takeGaps()).isEmpty();
        position.sent(entries(4, 7, 7));
        position.sent(synced());
        assertThat(position.takeGaps()).isEmpty();
        assertThat(position.cursors()).containsEntry(chat, 7L);
    }

    @Test
    void aGapIsNoticedWhileASyncIsUnderWayAndToldAfterIt() {
        position.sent(entries(0, 4, 4));
        position.sent(message(7, 4));
        assertThat(position.takeGaps()).isEmpty();
        position.sent(synced());
        assertThat(position.takeGaps()).containsExactly(Map.entry(chat, 4L));
        position.sent(synced());
        assertThat(position.takeGaps()).as("a sync that brought nothing").isEmpty();
        position.sent(message(8, 4));
        assertThat(position.takeGaps()).containsExactly(Map.entry(chat, 4L));
        position.sent(new JsonObject().put("type", "error").put("code", "store_unavailable"));
        position.sent(message(9, 4));
        assertThat(position.takeGaps()).containsExactly(Map.entry(chat, 4L));
    }

    @Test
    void aChatThatIsNotCaughtUpStaysWhereItIs() {
        position.sent(head(4));
        position.sent(new JsonObject()
                .put("type", "synced")
                .put("gone", new JsonArray())
                .put("again", new JsonArray().add(chat.toString())));
        position.sent(message(5, 5));
        assertThat(position.cursors()).isEmpty();
    }

    /** Whatever is lost, doubled or disordered: the cursor never passes a message that was not sent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_122})
    void theCursorNeverPassesAHole(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StreamPosition any = new StreamPosition(Map.of());
            long begin = random.nextInt(20);
            List<Long> seqs = new ArrayList<>();
            for (long seq = begin + 1; seq <= begin + 40; seq++) {
                for (int copies = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2); copies > 0; copies--) {
                    seqs.add(seq);
                }
            }
            if (random.nextBoolean()) {
                Collections.shuffle(seqs, random);
            }
            boolean[] sent = new boolean[100];
            any.sent(entries(0, begin, begin));
            for (long seq : seqs) {
                any.sent(message(seq, random.nextInt((int) seq + 1)));
                sent[(int) seq] = true;
                long cursor = any.cursors().getOrDefault(chat, 0L);
                for (long below = begin + 1; below <= cursor; below++) {
                    assertThat(sent[(int) below])
                            .as("seed %d, cursor %d, hole %d", seed, cursor, below)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aPlaceSurvivesItsTextAndHoldsTheLatestChats() {
        for (int i = 0; i < 250; i++) {
            position.sent(entries(new ChatId(new UUID(1, i)), i, i + 1L));
        }
        assertThat(position.size()).isEqualTo(EventToken.MAX_CHATS);
        EventToken token =
                new EventToken(new NodeId(UUID.randomUUID()), new SessionId(UUID.randomUUID()), 9, position.cursors());
        String text = token.encode();
        assertThat(text.length()).isLessThan(4_000);
        assertThat(EventToken.decode("after", text)).isEqualTo(token);
        assertThat(token.cursors()).containsEntry(new ChatId(new UUID(1, 249)), 250L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "!!!!", "AQ", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void nonsenseIsNoPlace(String text) {
        assertThatThrownBy(() -> EventToken.decode("after", text)).isInstanceOf(RookeryException.class);
    }

    @Test
    void noTextIsTakenForAPlaceByAccident() {
        Random random = new Random(7);
        String good = new EventToken(
                        new NodeId(UUID.randomUUID()),
                        new SessionId(UUID.randomUUID()),
                        3,
                        new HashMap<>(Map.of(chat, 5L)))
                .encode();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(good);
            text.setLength(random.nextInt(good.length()));
            text.append((char) random.nextInt(200));
            try {
                assertThat(EventToken.decode("after", text.toString()).cursors().values())
                        .allMatch(seq -> seq >= 0);
            } catch (RookeryException e) {
                assertThat(e.detail()).startsWith("'after' must be");
            }
        }
    }

    private JsonObject head(long committed) {
        return new JsonObject()
                .put("type", "chats")
                .put(
                        "chats",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("chat", chat.toString())
                                        .put("committed", committed)));
    }

    private JsonObject entries(long after, long upTo, long committed) {
        return new JsonObject()
                .put("type", "entries")
                .put("chat", chat.toString())
                .put("after", after)
                .put("upTo", upTo)
                .put("committed", committed);
    }

    private static JsonObject entries(ChatId of, long after, long upTo) {
        return new JsonObject()
                .put("type", "entries")
                .put("chat", of.toString())
                .put("after", after)
                .put("upTo", upTo)
                .put("committed", upTo);
    }

    private JsonObject message(long seq, long committed) {
        return message(seq, committed, 1);
    }

    private JsonObject message(long seq, long committed, long epoch) {
        return new JsonObject()
                .put("type", "entry")
                .put("chat", chat.toString())
                .put("seq", seq)
                .put("committed", committed)
                .put("epoch", epoch);
    }

    private static JsonObject synced() {
        return new JsonObject()
                .put("type", "synced")
                .put("gone", new JsonArray())
                .put("again", new JsonArray());
    }
}
