package dev.rookery.limit;

import dev.rookery.config.Rate;
import dev.rookery.config.RookeryConfig.RatesConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a user may do what is done all the time. Each node counts for itself and in memory, so that a message costs no
 * question to anybody. Any thread.
 */
public final class Rates {
    private static final long MS = 1_000_000;

    private final Map<LimitName, NodeRate> rates = new EnumMap<>(LimitName.class);
    private final LimitMeters meters;

    public Rates(RatesConfig config, LimitMeters meters) {
        this(config, meters, System::nanoTime);
    }

    Rates(RatesConfig config, LimitMeters meters, LongSupplier clock) {
        this.meters = meters;
        put(LimitName.MESSAGES, config.messages(), clock);
        put(LimitName.SYNCS, config.syncs(), clock);
        put(LimitName.CURSORS, config.cursors(), clock);
        put(LimitName.HISTORY, config.history(), clock);
        put(LimitName.REQUESTS, config.requests(), clock);
    }

    private void put(LimitName name, Rate rate, LongSupplier clock) {
        if (!rate.isOff()) {
            rates.put(name, new NodeRate(rate, clock));
        }
    }

    public void message(UserId sender) {
        take(LimitName.MESSAGES, sender, 1, "messages");
    }

    /** @param cursors that it names: one with many is work for many */
    public void sync(UserId user, int cursors) {
        take(LimitName.SYNCS, user, 1 + cursors / 500, "syncs");
    }

    /** @param chats in which it moves */
    public void cursor(UserId user, int chats) {
        take(LimitName.CURSORS, user, 1 + chats / 10, "cursors");
    }

    public void history(UserId reader) {
        take(LimitName.HISTORY, reader, 1, "pages of history");
    }

    /** Any request over HTTP. */
    public void request(UserId user) {
        take(LimitName.REQUESTS, user, 1, "requests");
    }

    /** Throws {@code rate_limited}. */
    private void take(LimitName name, UserId user, int cost, String what) {
        NodeRate rate = rates.get(name);
        long wait = rate == null ? 0 : rate.take(user, cost);
        if (wait > 0) {
            meters.refused(name);
            Duration after = Duration.ofMillis((wait + MS - 1) / MS);
            throw new RookeryException(
                    ErrorCode.RATE_LIMITED,
                    "Too many " + what + " of yours; try again in " + after.toMillis() + " ms",
                    after);
        }
    }
}
