package dev.rookery.tool.simulation;

import java.util.PriorityQueue;

/** Virtual time in microseconds: events run one after the other, in the order of their time, then of their making. */
final class Timeline {
    static final long MS = 1_000;
    static final long SECOND = 1_000 * MS;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long made;

    private record Event(long time, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    long now() {
        return now;
    }

    void after(long delay, Runnable action) {
        events.add(new Event(now + Math.max(0, delay), made++, action));
    }

    /** Runs everything that happens until then. */
    void runUntil(long time) {
        for (Event next = events.peek(); next != null && next.time <= time; next = events.peek()) {
            events.remove();
            now = next.time;
            next.action.run();
        }
        now = time;
    }

    long eventsMade() {
        return made;
    }
}
