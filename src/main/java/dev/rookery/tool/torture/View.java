package dev.rookery.tool.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One chat as a client holds it, by the rules of docs/client.md: place by seq, replace by seq, believe the newest epoch, and
 * never touch again what lies at or below the cursor.
 */
final class View {
    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private long cursor;
    private long committed;
    private long epoch;

    long cursor() {
        return cursor;
    }

    /** A message that came live, or our own with its ack, as the owner of that epoch numbered it. */
    void live(Row row, long committedNow, long numberedIn) {
        if (isOld(numberedIn)) {
            return;
        }
        if (row.seq() > cursor) {
            rows.put(row.seq(), row);
        }
        committed(committedNow, numberedIn);
    }

    /** What the owner of that epoch says is durable. */
    void committed(long seq, long numberedIn) {
        if (isOld(numberedIn)) {
            return;
        }
        committed = Math.max(committed, seq);
        settle();
    }

    private boolean isOld(long numberedIn) {
        if (numberedIn > epoch) {
            epoch = numberedIn;
            forgetAboveCursor();
        }
        return numberedIn < epoch;
    }

    private void settle() {
        long next = cursor + 1;
        while (next <= committed && rows.containsKey(next)) {
            cursor = next;
            next++;
        }
    }

    /**
     * Whether something is missing below what is held or durable.
     *
     * @param unanswered own messages without an ack: so many of the missing may be these
     */
    boolean hasGap(int unanswered) {
        long top = Math.max(committed, rows.isEmpty() ? 0 : rows.lastKey());
        return top - cursor - rows.tailMap(cursor, false).size() > unanswered;
    }

    /** The user cleared the history up to there. */
    void cleared(long through) {
        rows.headMap(through, true).clear();
        cursor = Math.max(cursor, through);
        settle();
    }

    /** What is not final: a sync brings all of it again, unless it never became durable. */
    void forgetAboveCursor() {
        rows.tailMap(cursor, false).clear();
        committed = Math.min(committed, cursor);
    }

    /** A part of the answer. */
    void entries(long after, long upTo, List<Row> messages) {
        rows.subMap(after, false, Math.max(after, upTo), true).clear();
        messages.forEach(row -> rows.put(row.seq(), row));
        cursor = upTo;
        settle();
    }

    /** What is held up to the cursor, in order. */
    List<Row> settled() {
        return new ArrayList<>(rows.headMap(cursor, true).values());
    }
}
