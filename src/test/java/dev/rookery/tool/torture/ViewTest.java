package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of docs/client.md, as the clients of a torture follow them. */
class ViewTest {
    private final View view = new View();

    @Test
    void theCursorIsTheCommittedPartWithoutHoles() {
        view.live(row(1, "a"), 0, 1);
        assertThat(view.cursor()).isZero();

        view.live(row(2, "b"), 1, 1);
        assertThat(view.cursor()).isEqualTo(1);

        view.live(row(4, "d"), 4, 1);
        assertThat(view.cursor()).isEqualTo(2);
        assertThat(view.hasGap(0)).isTrue();

        view.live(row(3, "c"), 4, 1);
        assertThat(view.cursor()).isEqualTo(4);
        assertThat(view.hasGap(0)).isFalse();
    }

    @Test
    void aProvisionalMessageIsReplacedByWhatTookItsSeq() {
        view.live(row(1, "a"), 1, 1);
        view.live(row(2, "lost with its owner"), 1, 1);
        view.forgetAboveCursor();
        view.entries(1, 2, List.of(row(2, "b")));

        assertThat(view.settled()).containsExactly(row(1, "a"), row(2, "b"));
    }

    @Test
    void whatALostOwnerNumberedIsForgottenWhenTheNextOneSpeaks() {
        view.live(row(1, "a"), 1, 1);
        view.live(row(2, "lost with its owner"), 1, 1);

        view.live(row(3, "c"), 2, 2);

        assertThat(view.cursor()).isEqualTo(1);
        assertThat(view.hasGap(0)).isTrue();
        view.live(row(2, "b"), 2, 2);
        view.live(row(3, "c"), 3, 2);
        assertThat(view.settled()).containsExactly(row(1, "a"), row(2, "b"), row(3, "c"));
    }

    @Test
    void anOwnerThatDoesNotKnowItIsLostIsNotHeard() {
        view.live(row(1, "a"), 1, 2);
        view.live(row(2, "b"), 1, 2);

        view.live(row(2, "of the one before"), 2, 1);
        view.live(row(3, "c"), 2, 2);

        assertThat(view.settled()).containsExactly(row(1, "a"), row(2, "b"));
    }

    @Test
    void whatIsSettledIsNeverTouchedByALiveMessage() {
        view.live(row(1, "a"), 1, 1);
        view.live(row(1, "old news"), 1, 1);

        assertThat(view.settled()).containsExactly(row(1, "a"));
    }

    @Test
    void theAnswerOfASyncMayHaveSeqsWithoutAMessage() {
        view.entries(0, 3, List.of(row(1, "a"), row(3, "c")));

        assertThat(view.cursor()).isEqualTo(3);
        assertThat(view.hasGap(0)).isFalse();
        assertThat(view.settled()).containsExactly(row(1, "a"), row(3, "c"));
    }

    private static Row row(long seq, String text) {
        return new Row(seq, "sender", "device", "id", text);
    }
}
