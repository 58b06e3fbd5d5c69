package dev.rookery.torture;

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
        if (numberedIn < epoch) {
            return;
        }
        if (numberedIn > epoch) {
            epoch = numberedIn;
            forgetAboveCursor();
        }
        if (row.seq() > cursor) {
            rows.put(row.seq(), row);
        }
        committed = Math.max(committed, committedNow);
        long next = cursor + 1;
        while (next <= committed && rows.containsKey(next)) {
            cursor = next;
            next++;
        }
    }

    /** Whether something lies between what is held without holes and the newest. */
    boolean hasGap() {
        return !rows.isEmpty() && rows.lastKey() > cursor && !rows.containsKey(cursor + 1);
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
    }

    /** What is held up to the cursor, in order. */
    List<Row> settled() {
        return new ArrayList<>(rows.headMap(cursor, true).values());
    }
}
