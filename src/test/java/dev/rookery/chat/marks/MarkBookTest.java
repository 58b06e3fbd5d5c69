package dev.rookery.chat.marks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkBookTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final UserId BEN = new UserId(new UUID(0, 2));

    private final MarkBook book = new MarkBook(List.of());

    @Test
    void whatWasReadOnlyGrows() {
        assertThat(book.read(ADA, 7, 5)).isTrue();
        assertThat(book.read(ADA, 3, 2)).isFalse();
        assertThat(book.read(ADA, 7, 5)).isFalse();

        assertThat(book.of(ADA)).isEqualTo(new MemberMarks(ADA, 0, 7, 5, 0, 0));
        assertThat(book.unread(ADA, 9)).isEqualTo(4);
        assertThat(book.unread(BEN, 9)).isEqualTo(9);
    }

    @Test
    void whoeverWritesHasReadAndHasUpToThere() {
        book.read(ADA, 2, 2);
        book.wrote(ADA, 9, 6);
        book.wrote(ADA, 8, 5);

        assertThat(book.of(ADA)).isEqualTo(new MemberMarks(ADA, 0, 9, 6, 9, 0));
        assertThat(book.unread(ADA, 6)).isZero();
    }

    @Test
    void whatIsDeliveredIsNotRead() {
        assertThat(book.delivered(ADA, 4)).isTrue();
        assertThat(book.delivered(ADA, 4)).isFalse();

        assertThat(book.unread(ADA, 4)).isEqualTo(4);
        assertThat(book.of(ADA).delivered()).isEqualTo(4);
    }

    @Test
    void whatIsClearedIsNotUnreadAndTakesNothingBack() {
        book.read(ADA, 10, 8);
        book.cleared(ADA, 4, 3);
        assertThat(book.of(ADA)).isEqualTo(new MemberMarks(ADA, 4, 10, 8, 0, 0));

        book.cleared(ADA, 12, 9);
        assertThat(book.of(ADA)).isEqualTo(new MemberMarks(ADA, 12, 12, 9, 0, 0));
        assertThat(book.unread(ADA, 9)).isZero();
    }

    @Test
    void aChatMarkedAsUnreadIsSoUntilItIsReadAgain() {
        book.read(ADA, 5, 5);

        assertThat(book.markUnread(ADA)).isTrue();
        assertThat(book.markUnread(ADA)).isFalse();
        assertThat(MemberMarks.isMarkedUnread(book.of(ADA))).isTrue();
        assertThat(book.unread(ADA, 5)).isZero();

        assertThat(book.read(ADA, 5, 5)).isTrue();
        assertThat(MemberMarks.isMarkedUnread(book.of(ADA))).isFalse();
        assertThat(book.markUnread(ADA)).isTrue();
        assertThat(book.of(ADA).unreadTurns()).isEqualTo(3);
    }

    @Test
    void onlyWhatTheStoreDoesNotHaveIsWritten() {
        MarkBook known = new MarkBook(List.of(new MemberMarks(ADA, 3, 7, 5, 9, 0)));
        assertThat(known.isBehind()).isFalse();

        known.read(ADA, 8, 6);
        assertThat(known.unstored()).containsExactly(new MemberMarks(ADA, 0, 8, 6, 0, 0));

        List<MemberMarks> under = known.unstored();
        known.read(ADA, 9, 7);
        known.delivered(ADA, 10);
        known.stored(under);
        assertThat(known.unstored()).containsExactly(new MemberMarks(ADA, 0, 9, 7, 10, 0));

        known.stored(known.unstored());
        assertThat(known.isBehind()).isFalse();
    }

    /** A store that keeps the higher number has, whatever was lost or came late, what the book has once it is not behind. */
    @Test
    void theStoreHasEverythingOnceNothingIsBehind() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            MarkBook some = new MarkBook(List.of());
            MemberMarks store = MemberMarks.none(ADA);
            for (int step = 0; step < 40; step++) {
                long seq = 1L + random.nextInt(50);
                MemberMarks before = some.of(ADA);
                switch (random.nextInt(5)) {
                    case 0 -> some.read(ADA, seq, seq / 2);
                    case 1 -> some.wrote(ADA, seq, seq / 2);
                    case 2 -> some.delivered(ADA, seq);
                    case 3 -> some.cleared(ADA, seq, seq / 2);
                    default -> some.markUnread(ADA);
                }
                assertThat(some.of(ADA).and(before)).isEqualTo(some.of(ADA));
                if (random.nextInt(3) == 0) {
                    for (MemberMarks written : some.unstored()) {
                        store = store.and(written);
                    }
                    if (random.nextBoolean()) {
                        some.stored(some.unstored());
                    }
                }
            }
            for (MemberMarks written : some.unstored()) {
                store = store.and(written);
            }
            some.stored(some.unstored());
            assertThat(some.isBehind()).isFalse();
            assertThat(store).isEqualTo(some.of(ADA));
        }
    }

    @Test
    void itTakesRoomForMembersWhoSaidSomethingAndNoMore() {
        int empty = book.bytes();
        book.read(ADA, 1, 1);
        int one = book.bytes();
        for (int seq = 2; seq < 1_000; seq++) {
            book.read(ADA, seq, seq);
            book.delivered(ADA, seq);
        }

        assertThat(empty).isZero();
        assertThat(book.bytes()).isEqualTo(one);
        assertThat(book.unstored()).hasSize(1);
    }
}
