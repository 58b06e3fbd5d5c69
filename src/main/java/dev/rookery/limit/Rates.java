package dev.rookery.limit;

import dev.rookery.config.Rate;
import dev.rookery.config.RookeryConfig.RatesConfig;
import dev.rookery.domain.UserId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How often a user may do what is done all the time. Each node counts for itself and in memory, so that a message costs no
 * question to anybody. Any thread.
 */
public final class Rates {
    private final Map<LimitName, UserRate> rates = new EnumMap<>(LimitName.class);
    private final LimitMeters meters;

    public Rates(RatesConfig config, LimitMeters meters) {
        this(config, meters, System::nanoTime);
    }

    Rates(RatesConfig config, LimitMeters meters, LongSupplier clock) {
        this.meters = meters;
        put(LimitName.MESSAGES, config.messages(), "messages", clock);
        put(LimitName.SYNCS, config.syncs(), "syncs", clock);
        put(LimitName.CURSORS, config.cursors(), "cursors", clock);
        put(LimitName.HISTORY, config.history(), "pages of history", clock);
        put(LimitName.REQUESTS, config.requests(), "requests", clock);
    }

    private void put(LimitName name, Rate rate, String what, LongSupplier clock) {
        rates.put(name, new UserRate(rate, clock, what, () -> meters.refused(name)));
    }

    public void message(UserId sender) {
        take(LimitName.MESSAGES, sender, 1);
    }

    /** @param cursors that it names: one with many is work for many */
    public void sync(UserId user, int cursors) {
        take(LimitName.SYNCS, user, 1 + cursors / 500);
    }

    /** @param chats in which it moves */
    public void cursor(UserId user, int chats) {
        take(LimitName.CURSORS, user, 1 + chats / 10);
    }

    public void history(UserId reader) {
        take(LimitName.HISTORY, reader, 1);
    }

    /** Any request over HTTP. */
    public void request(UserId user) {
        take(LimitName.REQUESTS, user, 1);
    }

    private void take(LimitName name, UserId user, int cost) {
        Objects.requireNonNull(rates.get(name)).take(user, cost);
    }
}
