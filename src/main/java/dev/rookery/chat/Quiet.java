package dev.rookery.chat;

import dev.rookery.domain.SessionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the members of a chat still have to be told what is committed. A message says it, but for itself: so the newest one
 * of a chat in which nothing follows would stay provisional for its receivers. Once is enough, and only after a quiet
 * moment, for what follows says it as well.
 */
final class Quiet {
    static final Duration MOMENT = Duration.ofSeconds(1);

    private long told;
    private @Nullable SessionId last;
    private long deliveredAt;

    /** @param committed what members learn by a sync */
    Quiet(long committed) {
        told = committed;
    }

    /**
     * An entry was delivered.
     *
     * @param committed what it says is committed
     * @param sender the session that hears by its ack, or null
     * @param now in nanoseconds
     */
    void delivered(long committed, @Nullable SessionId sender, long now) {
        told = Math.max(told, committed);
        last = sender;
        deliveredAt = now;
    }

    boolean isToCome(long committed) {
        return committed > told;
    }

    /** Whether members are to be told now; they are then taken to be. */
    boolean take(long committed, long now) {
        if (committed <= told || now - deliveredAt < MOMENT.toNanos()) {
            return false;
        }
        told = committed;
        return true;
    }

    /** The session that knows, or null. */
    @Nullable SessionId last() {
        return last;
    }
}
