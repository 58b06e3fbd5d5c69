package dev.rookery.feature.receipts;

import dev.rookery.domain.ChatId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Cursors that a client moved and that are not stored yet. They are stored together after a while, since a client in a
 * busy chat moves its cursor with every message. Times are {@link System#nanoTime}.
 */
final class PendingCursors {
    /** How long a cursor waits for others. */
    static final Duration WAIT = Duration.ofSeconds(1);
    /** From so many on they are not made to wait. */
    private static final int FULL = 64;
    /** More are not taken while earlier ones are being stored. */
    private static final int MOST = 5_000;

    private final Map<ChatId, Long> waiting = new HashMap<>();
    private long since;
    private boolean storing;

    /** False if there is no room for another chat. */
    boolean move(ChatId chat, long seq, long now) {
        if (waiting.isEmpty()) {
            since = now;
        }
        if (waiting.size() >= MOST && !waiting.containsKey(chat)) {
            return false;
        }
        waiting.merge(chat, seq, Math::max);
        return true;
    }

    boolean isDue(long now) {
        boolean ripe = waiting.size() >= FULL || now - since >= WAIT.toNanos();
        return !storing && !waiting.isEmpty() && ripe;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes those that wait, to store them; until {@link #stored} no others are due. */
    Map<ChatId, Long> take() {
        Map<ChatId, Long> taken = Map.copyOf(waiting);
        waiting.clear();
        storing = true;
        return taken;
    }

    void stored() {
        storing = false;
    }
}
