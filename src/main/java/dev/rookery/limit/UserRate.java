package dev.rookery.limit;

import dev.rookery.config.Rate;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How often a user may do one thing. Counted by each node for itself and in memory. Any thread. */
public final class UserRate {
    private static final long MS = 1_000_000;

    private final @Nullable NodeRate rate;
    private final String what;
    private final Runnable refused;

    /**
     * @param clock {@link System#nanoTime}
     * @param what of the user's, as it is told
     * @param refused called each time it was too often
     */
    UserRate(Rate rate, LongSupplier clock, String what, Runnable refused) {
        this.rate = rate.isOff() ? null : new NodeRate(rate, clock);
        this.what = what;
        this.refused = refused;
    }

    /** Throws {@code rate_limited}. */
    public void take(UserId user) {
        take(user, 1);
    }

    /** @param cost how many it counts for */
    void take(UserId user, int cost) {
        long wait = rate == null ? 0 : rate.take(user, cost);
        if (wait > 0) {
            refused.run();
            Duration after = Duration.ofMillis((wait + MS - 1) / MS);
            throw new RookeryException(
                    ErrorCode.RATE_LIMITED,
                    "Too many " + what + " of yours; try again in " + after.toMillis() + " ms",
                    after);
        }
    }
}
