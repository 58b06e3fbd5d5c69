package dev.rookery.feature.presence;

import dev.rookery.config.Within;
import java.time.Duration;

/** The section {@code rookery.presence}. */
public record PresenceSettings(
        @Within(least = "1s", most = "1h") Duration offlineAfter,
        @Within(least = "50ms", most = "1m") Duration updates,
        @Within(least = "1m", most = "1d") Duration lastSeenEvery,
        @Within(least = "0", most = "100000000") int maxUsers,
        @Within(least = "0", most = "100000000") int maxWatches) {
    private static final int PART_OF_HEAP = 16;
    private static final int BYTES_PER_USER = 400;
    private static final int BYTES_PER_WATCH = 150;

    /** A sixteenth of the heap each. */
    public PresenceSettings {
        maxUsers = maxUsers > 0 ? maxUsers : room(BYTES_PER_USER);
        maxWatches = maxWatches > 0 ? maxWatches : room(BYTES_PER_WATCH);
    }

    private static int room(int bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PART_OF_HEAP / bytes);
    }
}
