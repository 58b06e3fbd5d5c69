package dev.rookery.chat.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.inbox.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardHeatTest {
    private static final int SHARD = 5;
    private static final long EPOCH = 9;
    private static final HotListId FIRST = new HotListId(SHARD, EPOCH, 1);
    private static final HotListId SECOND = new HotListId(SHARD, EPOCH, 2);
    private static final ShardHeat.Limits LIMITS =
            new ShardHeat.Limits(Duration.ofSeconds(5), Duration.ofSeconds(60), 2, Duration.ofSeconds(30), 2);

    private final ChatId a = new ChatId(UUID.randomUUID());
    private final ChatId b = new ChatId(UUID.randomUUID());
    private final ChatId c = new ChatId(UUID.randomUUID());
    private final List<String> listed = new ArrayList<>();
    private final Asked asked = new Asked();
    private final ShardHeat heat = new ShardHeat(SHARD, EPOCH, LIMITS, asked);

    /** What the machine asked for, in words. */
    private static final class Asked implements ShardHeat.Effects {
        private final List<String> what = new ArrayList<>();

        @Override
        public void open(HotListId list) {
            what.add("open " + list.number());
        }

        @Override
        public void add(HotListId list, ChatId chat) {
            what.add("add " + list.number() + " " + chat);
        }

        @Override
        public void drop(HotListId list) {
            what.add("drop " + list.epoch() + "/" + list.number());
        }

        @Override
        public void flush(ChatId chat, long head) {
            what.add("flush " + chat + " " + head);
        }

        @Override
        public void readLists() {
            what.add("read lists");
        }

        @Override
        public void readList(HotListId list) {
            what.add("read " + list.epoch() + "/" + list.number());
        }

        @Override
        public void bringUp(ChatId chat) {
            what.add("bring up " + chat);
        }

        List<String> taken() {
            List<String> taken = List.copyOf(what);
            what.clear();
            return taken;
        }
    }

    @BeforeEach
    void start() {
        heat.start();
    }

    private void nothingInherited() {
        heat.listsRead(List.of());
        asked.what.clear();
    }

    private void write(ChatId chat, long now) {
        heat.writing(chat, () -> listed.add(chat.toString()), now);
    }

    private void writeInFirstList(ChatId chat, long head) {
        write(chat, 0);
        heat.opened(FIRST);
        heat.added(FIRST, chat);
        heat.committed(chat, head, 0);
        asked.what.clear();
    }

    @Test
    void nothingIsConfirmedBeforeTheNextOwnerWouldFindTheChat() {
        nothingInherited();
        write(a, 0);
        write(b, 0);
        assertThat(asked.taken()).containsExactly("open 1");

        heat.opened(FIRST);
        assertThat(asked.taken()).containsExactly("add 1 " + a, "add 1 " + b);
        assertThat(listed).isEmpty();

        heat.added(FIRST, b);
        assertThat(listed).containsExactly(b.toString());
        heat.added(FIRST, a);
        assertThat(listed).containsExactly(b.toString(), a.toString());

        write(a, 10);
        assertThat(listed).containsExactly(b.toString(), a.toString(), a.toString());
        assertThat(asked.taken()).isEmpty();
    }

    @Test
    void aChatIsHotUntilItsRowsAreWritten() {
        nothingInherited();
        assertThat(heat.standing(a)).isEqualTo(Standing.COLD);
        writeInFirstList(a, 3);
        assertThat(heat.standing(a)).isEqualTo(new Standing.Hot(3));
        assertThat(heat.isClean(a)).isFalse();

        heat.tick(4_999);
        assertThat(asked.taken()).isEmpty();
        heat.tick(5_000);
        assertThat(asked.taken()).containsExactly("flush " + a + " 3");
        heat.tick(6_000);
        assertThat(asked.taken()).as("one at a time").isEmpty();
        assertThat(heat.standing(a)).isEqualTo(new Standing.Hot(3));

        heat.flushed(a, 3, 6_100);
        assertThat(heat.standing(a)).isEqualTo(Standing.COLD);
        assertThat(heat.isClean(a)).isTrue();
    }

    @Test
    void whatIsOnItsWayIsNotKnownYet() {
        nothingInherited();
        write(a, 0);
        assertThat(heat.standing(a)).isEqualTo(Standing.UNKNOWN);
        heat.gaveUp(a);
        assertThat(heat.standing(a)).isEqualTo(Standing.COLD);

        writeInFirstList(b, 3);
        write(b, 1);
        assertThat(heat.standing(b)).isEqualTo(Standing.UNKNOWN);
        heat.committed(b, 4, 2);
        assertThat(heat.standing(b)).isEqualTo(new Standing.Hot(4));
    }

    @Test
    void whatIsCommittedWhileRowsAreWrittenMakesTheChatHotAgain() {
        nothingInherited();
        writeInFirstList(a, 3);
        heat.tick(5_000);
        write(a, 5_001);
        heat.committed(a, 4, 5_002);

        heat.flushed(a, 3, 5_003);

        assertThat(heat.standing(a)).isEqualTo(new Standing.Hot(4));
        asked.what.clear();
        heat.tick(10_002);
        assertThat(asked.taken()).containsExactly("flush " + a + " 4");
    }

    @Test
    void aChatThatNeverFallsQuietIsWrittenNowAndThen() {
        nothingInherited();
        writeInFirstList(a, 1);
        for (int second = 1; second < 60; second++) {
            write(a, second * 1_000L);
            heat.committed(a, second + 1L, second * 1_000L);
            heat.tick(second * 1_000L);
        }
        assertThat(asked.taken()).noneMatch(what -> what.startsWith("flush"));

        heat.tick(60_000);
        assertThat(asked.taken()).contains("flush " + a + " 60");
    }

    @Test
    void aChatWithSomethingUnderWayMayNotBeDropped() {
        nothingInherited();
        write(a, 0);
        assertThat(heat.isClean(a)).isFalse();

        heat.gaveUp(a);
        assertThat(heat.isClean(a)).isTrue();
    }

    @Test
    void anOldListIsDroppedWhenAllInItIsWritten() {
        nothingInherited();
        writeInFirstList(a, 3);
        heat.tick(5_000);
        heat.flushed(a, 3, 5_100);
        asked.what.clear();

        heat.tick(29_000);
        assertThat(asked.taken()).isEmpty();
        heat.tick(30_000);
        assertThat(asked.taken()).containsExactly("drop 9/1");

        write(a, 31_000);
        assertThat(asked.taken()).as("its row is gone").containsExactly("open 2");
    }

    @Test
    void whatIsStillHotInAnOldListMovesOnBeforeTheListIsDropped() {
        nothingInherited();
        writeInFirstList(a, 3);
        write(a, 29_999);
        assertThat(listed).as("it stands there").hasSize(2);

        heat.tick(30_000);
        assertThat(asked.taken()).containsExactly("flush " + a + " 3", "open 2");
        heat.opened(SECOND);
        assertThat(asked.taken()).containsExactly("add 2 " + a);
        heat.tick(30_100);
        assertThat(asked.taken()).as("the row is not stored yet").isEmpty();

        heat.added(SECOND, a);
        heat.tick(30_200);
        assertThat(asked.taken()).containsExactly("drop 9/1");
        assertThat(heat.isClean(a)).isFalse();
    }

    @Test
    void aFullListIsFollowedByAnother() {
        nothingInherited();
        writeInFirstList(a, 1);
        writeInFirstList(b, 1);
        write(c, 100);
        assertThat(asked.taken()).containsExactly("open 2");

        heat.tick(200);
        assertThat(asked.taken()).as("nothing moves from a young list").isEmpty();
    }

    @Test
    void nothingIsKnownBeforeTheListsOfEarlierOwnersAreRead() {
        assertThat(asked.taken()).containsExactly("read lists");
        assertThat(heat.standing(a)).isEqualTo(Standing.UNKNOWN);
        HotListId left = new HotListId(SHARD, 8, 4);

        heat.listsRead(List.of(left, FIRST));
        assertThat(asked.taken()).as("its own are none of an earlier owner").containsExactly("read 8/4");
        assertThat(heat.standing(a)).isEqualTo(Standing.UNKNOWN);

        heat.listRead(left, List.of(b));
        assertThat(heat.standing(a)).isEqualTo(Standing.COLD);
        assertThat(heat.standing(b)).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void whatEarlierOwnersLeftIsBroughtUpSomeAtATimeAndThenForgotten() {
        HotListId one = new HotListId(SHARD, 7, 1);
        HotListId other = new HotListId(SHARD, 8, 1);
        heat.listsRead(List.of(one, other));
        asked.what.clear();
        heat.listRead(one, List.of(a, b));
        heat.listRead(other, List.of(a, c));
        assertThat(asked.taken()).containsExactly("bring up " + a, "bring up " + b);
        assertThat(heat.inherited()).isEqualTo(3);

        heat.broughtUp(a);
        heat.attempted(a);
        assertThat(asked.taken()).containsExactly("bring up " + c);
        heat.attempted(b);
        assertThat(asked.taken()).as("it failed, and is tried again").containsExactly("bring up " + b);

        heat.broughtUp(c);
        heat.attempted(c);
        assertThat(heat.standing(c)).isEqualTo(Standing.COLD);
        assertThat(asked.taken()).isEmpty();
        heat.broughtUp(b);
        heat.attempted(b);
        assertThat(asked.taken()).containsExactly("drop 7/1", "drop 8/1");
    }

    @Test
    void aTailThatIsAheadOfTheInboxIsHotHereBeforeItsOldListIsForgotten() {
        HotListId left = new HotListId(SHARD, 8, 1);
        heat.listsRead(List.of(left));
        heat.listRead(left, List.of(a));
        asked.what.clear();

        write(a, 0);
        heat.opened(FIRST);
        heat.added(FIRST, a);
        assertThat(asked.taken()).containsExactly("open 1", "add 1 " + a);
        heat.committed(a, 12, 50);
        heat.broughtUp(a);
        heat.attempted(a);

        assertThat(heat.standing(a)).isEqualTo(new Standing.Hot(12));
        assertThat(asked.taken()).containsExactly("drop 8/1");
    }
}
