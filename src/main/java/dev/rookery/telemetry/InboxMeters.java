package dev.rookery.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the owners of a node write into the inbox, and what is still to be written. */
public final class InboxMeters {
    private final MeterRegistry registry;
    private final Counter heads;
    private final Counter rows;
    private final Counter repeats;
    private final Timer lag;

    public InboxMeters(MeterRegistry registry) {
        this.registry = registry;
        heads = Counter.builder("rookery.inbox.flushes")
                .description("Heads of chats written into the inbox of their members")
                .register(registry);
        rows = Counter.builder("rookery.inbox.rows")
                .description("Rows of members written with them")
                .register(registry);
        repeats = Counter.builder("rookery.inbox.retries")
                .description("Requests about inbox and hot lists that have to be repeated")
                .register(registry);
        lag = Timer.builder("rookery.inbox.flush.lag")
                .description("From the moment a head is due until it is written")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    /** Figures that are read when somebody looks, on whatever thread. */
    public void observe(
            Supplier<Number> hotChats,
            Supplier<Number> lists,
            Supplier<Number> inherited,
            Supplier<Number> takingOver) {
        Gauge.builder("rookery.inbox.hot.chats", hotChats)
                .description("Chats whose inbox rows are behind; they stay in memory")
                .register(registry);
        Gauge.builder("rookery.inbox.hot.lists", lists)
                .description("Lists of such chats at the store, for the next owner")
                .register(registry);
        Gauge.builder("rookery.inbox.inherited.chats", inherited)
                .description("Chats that earlier owners left hot and that are not brought up yet")
                .register(registry);
        Gauge.builder("rookery.inbox.takeovers", takingOver)
                .description("Shards whose earlier owners' lists are not worked off yet")
                .register(registry);
    }

    public void raised(int members, Duration sinceDue) {
        heads.increment();
        rows.increment(members);
        lag.record(sinceDue);
    }

    public void repeated() {
        repeats.increment();
    }
}
