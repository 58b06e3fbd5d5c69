package dev.rookery.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** When something was done last, of many things, so that none is done again too soon. Bounded. On one event loop only. */
final class Pauses<K> {
    private final int most;
    /** The oldest first. */
    private final Map<K, Long> last = new LinkedHashMap<>();

    /** @param most things that are remembered: what is beyond them may be done sooner than it should */
    Pauses(int most) {
        this.most = most;
    }

    /**
     * Whether it may be done now; if so, it counts as done.
     *
     * @param now {@link System#nanoTime}
     */
    boolean take(K key, Duration pause, long now) {
        Long before = last.get(key);
        if (before != null && now - before < pause.toNanos()) {
            return false;
        }
        last.remove(key);
        last.put(key, now);
        if (last.size() > most) {
            last.remove(last.keySet().iterator().next());
        }
        return true;
    }
}
