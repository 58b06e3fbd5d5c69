package dev.rookery.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** How often each limit said no, and how much is held. Any thread. */
public final class LimitMeters {
    private final MeterRegistry registry;
    private final Map<LimitName, Counter> refused = new EnumMap<>(LimitName.class);
    private final Counter sentAway;

    public LimitMeters(MeterRegistry registry) {
        this.registry = registry;
        for (LimitName name : LimitName.values()) {
            refused.put(name, refusals(name.tag()));
        }
        sentAway = Counter.builder("rookery.limits.sent.away")
                .description("Sessions that were closed because they made the node hold too much")
                .register(registry);
    }

    Counter refusals(String name) {
        return Counter.builder("rookery.limits.refused")
                .description("What was refused because a limit was reached")
                .tag("limit", name)
                .register(registry);
    }

    public void refused(LimitName name) {
        Counter counter = refused.get(name);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A session was closed for what it made the node hold. */
    public void sentAway() {
        sentAway.increment();
    }

    void observe(Holdings holdings) {
        Gauge.builder("rookery.limits.held.bytes", holdings, Holdings::held)
                .description("What clients make this node hold: unfinished, waiting and unread bytes")
                .register(registry);
        Gauge.builder("rookery.limits.held.limit.bytes", holdings, Holdings::limit)
                .register(registry);
    }
}
