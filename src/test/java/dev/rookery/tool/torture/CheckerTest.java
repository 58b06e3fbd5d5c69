package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.tool.torture.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail proves nothing: each broken promise has to be found, and nothing else. */
class CheckerTest {
    private final Op first = op("a", 10, 20, 1L);
    private final Op second = op("b", 30, 40, 2L);
    private final Op third = op("c", 35, 50, 3L);
    private List<Op> ops = List.of(first, second, third);
    private List<Row> log = rows(first, second, third);
    private List<Row> otherLog = log;
    private List<Row> view = log;
    private List<String> refusals = List.of();
    private Map<String, Map<String, Unread>> unread = Map.of();
    private Map<String, Long> sums = Map.of();
    private int holes;

    @Test
    void aRunThatKeptEveryPromiseHasNoViolation() {
        assertThat(kinds()).isEmpty();
    }

    @Test
    void anAcknowledgedMessageThatIsNotInTheLogIsLost() {
        showLog(rows(first, second));

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void anAcknowledgedMessageAtAnotherSeqIsMoved() {
        ops = List.of(first, second, op("c", 35, 50, 9L));

        assertThat(kinds()).containsExactly(Kind.MOVED);
    }

    @Test
    void twoAcksWithTwoSeqsAreFound() {
        ops = List.of(first, second, op("c", 35, 50, 3L, 4L));

        assertThat(kinds()).containsExactly(Kind.ACKED_TWICE, Kind.MOVED);
    }

    @Test
    void aMessageThatStandsTwiceIsDoubled() {
        showLog(with(log, third.row(4)));

        assertThat(kinds()).containsExactly(Kind.DOUBLED);
    }

    @Test
    void twoMessagesAtOneSeqAreFound() {
        showLog(List.of(first.row(1), second.row(2), third.row(2)));

        assertThat(kinds()).contains(Kind.DOUBLED);
    }

    @Test
    void aMessageWithAnotherTextIsForeign() {
        showLog(List.of(
                first.row(1), second.row(2), new Row(3, third.sender(), third.device(), third.clientId(), "other")));

        assertThat(kinds()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void aMessageThatNobodySentIsForeign() {
        showLog(with(log, op("nobody", 0, 0).row(4)));

        assertThat(kinds()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void whoWasAcknowledgedBeforeAnotherBeganMustNotStandBehind() {
        ops = List.of(op("a", 10, 20, 2L), op("b", 30, 40, 1L), third);
        showLog(List.of(second.row(1), first.row(2), third.row(3)));

        assertThat(kinds()).containsExactly(Kind.REORDERED);
    }

    @Test
    void messagesThatWereUnderWayTogetherMayStandInEitherOrder() {
        ops = List.of(first, op("b", 30, 40, 3L), op("c", 35, 50, 2L));
        showLog(List.of(first.row(1), third.row(2), second.row(3)));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void moreMissingSeqsThanNewOwnersExplainAreHoles() {
        ops = List.of(first, second, op("c", 35, 50, 5L));
        showLog(List.of(first.row(1), second.row(2), third.row(5)));
        holes = 2;
        assertThat(kinds()).isEmpty();

        holes = 1;
        assertThat(kinds()).containsExactly(Kind.HOLE);
    }

    @Test
    void nodesThatTellDifferentLogsAreFound() {
        otherLog = rows(first, second);

        assertThat(kinds()).containsExactly(Kind.NODES_DIFFER);
    }

    @Test
    void aClientThatMissesSomethingIsFound() {
        view = rows(first, second);

        assertThat(kinds()).containsExactly(Kind.VIEW_DIFFERS);
    }

    @Test
    void aClientThatHoldsSomethingElseAtASeqIsFound() {
        view = List.of(first.row(1), third.row(2), second.row(3));

        assertThat(kinds()).containsExactly(Kind.VIEW_DIFFERS);
    }

    @Test
    void aClientWithoutTheChatIsFound() {
        view = List.of();

        assertThat(kinds()).containsExactly(Kind.VIEW_DIFFERS);
    }

    @Test
    void aMessageWithoutAnswerIsFound() {
        ops = List.of(first, second, third, op("d", 60, Op.NEVER));

        assertThat(kinds()).containsExactly(Kind.UNANSWERED);
    }

    @Test
    void aRefusalForGoodIsFound() {
        refusals = List.of("somebody was told chat_unknown");

        assertThat(kinds()).containsExactly(Kind.REFUSED);
    }

    @Test
    void whatIsUnreadIsARecountOfTheLog() {
        told("reader", 1, 2);
        sums = Map.of("client", 2L);
        assertThat(kinds()).isEmpty();

        told("reader", 1, 1);
        assertThat(kinds()).containsExactly(Kind.MISCOUNTED);
        told("reader", 1, Unread.NEVER_TOLD);
        assertThat(kinds()).containsExactly(Kind.MISCOUNTED);
    }

    @Test
    void ownMessagesAreNeverUnread() {
        told("sender", 0, 0);
        assertThat(kinds()).isEmpty();

        told("sender", 0, 3);
        assertThat(kinds()).containsExactly(Kind.MISCOUNTED);
    }

    @Test
    void aSumThatIsNotThatOfTheChatsIsFound() {
        told("reader", 1, 2);
        sums = Map.of("client", 3L);

        assertThat(kinds()).containsExactly(Kind.MISCOUNTED);
    }

    private void told(String user, long said, long count) {
        unread = Map.of("client", Map.of("chat", new Unread(user, said, count)));
    }

    private void showLog(List<Row> rows) {
        log = rows;
        otherLog = rows;
        view = rows;
    }

    private List<Kind> kinds() {
        Map<String, Map<String, List<Row>>> logs = new TreeMap<>();
        logs.put("node-1", Map.of("chat", log));
        logs.put("node-2", Map.of("chat", otherLog));
        return Checker.check(
                        new Evidence(ops, logs, Map.of("client", Map.of("chat", view)), unread, sums, refusals, holes))
                .stream()
                .map(Violation::kind)
                .toList();
    }

    private static Op op(String name, long invokedAt, long ackedAt, Long... seqs) {
        return new Op("chat", "sender", "device", name, "text of " + name, invokedAt, ackedAt, List.of(seqs), false);
    }

    private static List<Row> rows(Op... ops) {
        List<Row> rows = new ArrayList<>();
        for (Op op : ops) {
            rows.add(op.row(op.seqs().get(0)));
        }
        return rows;
    }

    private static List<Row> with(List<Row> rows, Row more) {
        List<Row> result = new ArrayList<>(rows);
        result.add(more);
        return result;
    }
}
