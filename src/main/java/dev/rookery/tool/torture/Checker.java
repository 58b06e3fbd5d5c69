package dev.rookery.tool.torture;

import dev.rookery.tool.torture.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says which promises a run broke. Pure: the same evidence gives the same answer.
 *
 * <p>Whoever was acknowledged by an owner that had been deposed shows as lost or moved, since the log is that of its
 * successor.
 */
final class Checker {
    private final Evidence evidence;
    private final List<Violation> violations = new ArrayList<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
    }

    /** Empty if every promise was kept. */
    static List<Violation> check(Evidence evidence) {
        Checker checker = new Checker(evidence);
        checker.run();
        return checker.violations;
    }

    private void run() {
        evidence.refusals().forEach(refusal -> found(Kind.REFUSED, refusal));
        Map<String, List<Row>> log = checkNodesAgree();
        Map<String, Op> byIdentity = new HashMap<>();
        evidence.ops().forEach(op -> byIdentity.put(key(op.chat(), op.row(0)), op));
        log.forEach((chat, rows) -> {
            checkSeqs(chat, rows);
            checkRows(chat, rows, byIdentity);
            checkRealTime(chat, rows, byIdentity);
        });
        evidence.ops().forEach(op -> checkOp(op, log.getOrDefault(op.chat(), List.of())));
        evidence.views()
                .forEach((client, chats) -> chats.forEach(
                        (chat, view) -> checkView(client, chat, view, log.getOrDefault(chat, List.of()))));
        evidence.unread().forEach((client, chats) -> checkUnread(client, chats, log));
    }

    /** Returns the log as the first node tells it. */
    private Map<String, List<Row>> checkNodesAgree() {
        Map<String, List<Row>> first = null;
        for (Map.Entry<String, Map<String, List<Row>>> node : evidence.logs().entrySet()) {
            if (first == null) {
                first = node.getValue();
            } else if (!first.equals(node.getValue())) {
                found(Kind.NODES_DIFFER, node.getKey() + " tells another log than the others");
            }
        }
        return first == null ? Map.of() : first;
    }

    private void checkSeqs(String chat, List<Row> rows) {
        long before = 0;
        long missing = 0;
        for (Row row : rows) {
            if (row.seq() <= before) {
                found(Kind.DOUBLED, "seq " + row.seq() + " of chat " + chat + " comes after " + before);
            }
            missing += Math.max(0, row.seq() - before - 1);
            before = row.seq();
        }
        if (missing > evidence.holes()) {
            found(
                    Kind.HOLE,
                    "chat " + chat + " has " + missing + " seqs without a message, at most " + evidence.holes()
                            + " can be explained");
        }
    }

    private void checkRows(String chat, List<Row> rows, Map<String, Op> byIdentity) {
        Set<String> seen = new HashSet<>();
        for (Row row : rows) {
            if (!seen.add(row.identity())) {
                found(Kind.DOUBLED, "chat " + chat + " holds " + row.identity() + " again at seq " + row.seq());
            }
            Op op = byIdentity.get(key(chat, row));
            if (op == null || !op.row(row.seq()).equals(row)) {
                found(Kind.FOREIGN, "nobody sent what stands at seq " + row.seq() + " of chat " + chat);
            }
        }
    }

    /** Whoever was acknowledged before another was begun has the lower seq. */
    private void checkRealTime(String chat, List<Row> rows, Map<String, Op> byIdentity) {
        long latestBegin = Long.MIN_VALUE;
        long latestSeq = 0;
        for (Row row : rows) {
            Op op = byIdentity.get(key(chat, row));
            if (op == null) {
                continue;
            }
            if (op.isAcked() && op.ackedAt() < latestBegin) {
                found(
                        Kind.REORDERED,
                        "seq " + row.seq() + " of chat " + chat + " was acknowledged before seq " + latestSeq
                                + " was begun");
            }
            if (op.invokedAt() > latestBegin) {
                latestBegin = op.invokedAt();
                latestSeq = row.seq();
            }
        }
    }

    private void checkOp(Op op, List<Row> rows) {
        if (!op.isAcked()) {
            found(Kind.UNANSWERED, name(op));
            return;
        }
        if (new HashSet<>(op.seqs()).size() > 1) {
            found(Kind.ACKED_TWICE, name(op) + " at " + op.seqs());
        }
        List<Long> places = rows.stream()
                .filter(row -> row.identity().equals(op.row(0).identity()))
                .map(Row::seq)
                .toList();
        if (places.isEmpty()) {
            found(Kind.LOST, name(op) + ", acknowledged at " + op.seqs());
        } else if (!places.containsAll(op.seqs())) {
            found(Kind.MOVED, name(op) + ", acknowledged at " + op.seqs() + ", stands at " + places);
        }
    }

    private void checkView(String client, String chat, List<Row> view, List<Row> log) {
        if (view.equals(log)) {
            return;
        }
        int same = 0;
        while (same < Math.min(view.size(), log.size()) && view.get(same).equals(log.get(same))) {
            same++;
        }
        found(
                Kind.VIEW_DIFFERS,
                String.format(
                        Locale.ROOT,
                        "%s holds %d messages of chat %s, the log has %d; they differ from number %d on: %s, %s",
                        client,
                        view.size(),
                        chat,
                        log.size(),
                        same,
                        at(view, same),
                        at(log, same)));
    }

    private void checkUnread(String client, Map<String, Unread> chats, Map<String, List<Row>> log) {
        long sum = 0;
        for (Map.Entry<String, Unread> chat : chats.entrySet()) {
            long expected = chat.getValue().in(log.getOrDefault(chat.getKey(), List.of()));
            sum += expected;
            if (chat.getValue().told() != expected) {
                found(
                        Kind.MISCOUNTED,
                        client + " is told that " + chat.getValue().told() + " are unread in chat " + chat.getKey()
                                + ", " + expected + " are above what it read");
            }
        }
        long told = evidence.sums().getOrDefault(client, sum);
        if (told != sum) {
            found(Kind.MISCOUNTED, client + " is told that " + told + " are unread in all, " + sum + " are");
        }
    }

    private static String at(List<Row> rows, int index) {
        return index < rows.size() ? rows.get(index).toString() : "nothing";
    }

    private static String name(Op op) {
        return op.clientId() + " of chat " + op.chat();
    }

    private static String key(String chat, Row row) {
        return chat + "/" + row.identity();
    }

    private void found(Kind kind, String detail) {
        violations.add(new Violation(kind, detail));
    }
}
