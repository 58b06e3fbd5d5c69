package dev.rookery.tool.torture;

import java.util.ArrayList;
import java.util.List;

/** What the nemesis saw while it raged, besides the faults themselves. One thread. */
final class Findings {
    private final List<String> notes = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int lateWrites;

    /** For the report. */
    void note(String words) {
        notes.add(words);
    }

    /** A promise was broken. */
    void violation(String words) {
        violations.add(words);
    }

    /** So many writes of a node reached Cassandra after another had taken over and acknowledged the same messages. */
    void lateWrites(int count) {
        lateWrites += count;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    int lateWrites() {
        return lateWrites;
    }
}
