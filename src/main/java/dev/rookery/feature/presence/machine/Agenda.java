package dev.rookery.feature.presence.machine;

import dev.rookery.domain.UserId;
import java.util.PriorityQueue;

/** Who is to be looked at again, and when. Looking in vain does no harm, so nothing is ever taken off. */
final class Agenda {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    private record Due(long at, UserId user) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    void add(long at, UserId user) {
        queue.add(new Due(at, user));
    }

    boolean hasDue(long now) {
        Due first = queue.peek();
        return first != null && first.at <= now;
    }

    /** The one that is due for the longest time. */
    UserId next() {
        return queue.remove().user;
    }
}
