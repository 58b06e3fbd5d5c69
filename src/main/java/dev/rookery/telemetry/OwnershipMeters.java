package dev.rookery.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** Which chats a node may write, and how it came to that. */
public final class OwnershipMeters {
    private final MeterRegistry registry;
    private final Counter gained;
    private final Counter released;
    private final Counter fenced;
    private final Timer letGo;

    public OwnershipMeters(MeterRegistry registry) {
        this.registry = registry;
        gained = registry.counter("rookery.ownership.shards.gained");
        released = registry.counter("rookery.ownership.shards.released");
        fenced = Counter.builder("rookery.ownership.nodes.fenced")
                .description("Other nodes that this one found dead and fenced")
                .register(registry);
        letGo = Timer.builder("rookery.ownership.shard.release")
                .description("From the last message taken for a shard to the shard being free for another node")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    /** Figures that are read when somebody looks, on whatever thread. */
    public void observe(Supplier<Number> shards, Supplier<Number> suspects) {
        Gauge.builder("rookery.ownership.shards", shards)
                .description("Shards of chats that this node owns")
                .register(registry);
        Gauge.builder("rookery.ownership.owners.suspected", suspects)
                .description("Nodes with shards that this node takes for dead")
                .register(registry);
    }

    public void gained() {
        gained.increment();
    }

    public void released(Duration since) {
        released.increment();
        letGo.record(since);
    }

    public void fenced() {
        fenced.increment();
    }
}
