package dev.rookery.limit;

import dev.rookery.config.Rate;
import dev.rookery.config.RookeryConfig.LimitsConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The limits of one node, for its edges. Any thread. */
public record Limits(LimitsConfig config, Rates rates, Holdings holdings, LimitMeters meters) {
    private static final int PART_OF_HEAP = 4;
    private static final int MIB = 20;

    public static Limits of(LimitsConfig config, MeterRegistry registry) {
        LimitMeters meters = new LimitMeters(registry);
        long limit = config.memoryMib() == 0
                ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP
                : (long) config.memoryMib() << MIB;
        return new Limits(config, new Rates(config.rates(), meters), new Holdings(limit, meters), meters);
    }

    /**
     * A rate of a feature.
     *
     * @param name as metrics call it
     * @param what of the user's there was too much, as it is told
     */
    public UserRate rate(String name, Rate rate, String what) {
        Counter refused = meters.refusals(name);
        return new UserRate(config.rated() ? rate : Rate.OFF, System::nanoTime, what, refused::increment);
    }

    /** Bytes that a user may make the node hold. */
    public long mostOfUser() {
        return (long) config.memoryPerUserMib() << MIB;
    }

    /** Bytes that an address may make the node hold before somebody is signed in. */
    public long mostOfAddress() {
        return (long) config.memoryPerAddressMib() << MIB;
    }
}
