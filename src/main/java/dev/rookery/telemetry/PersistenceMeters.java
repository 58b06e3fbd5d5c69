package dev.rookery.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the persistence verticle of a node does. */
public final class PersistenceMeters {
    private final MeterRegistry registry;
    private final Counter retries;
    private final Counter refused;
    private final Counter losses;
    private final Counter rewritten;

    public PersistenceMeters(MeterRegistry registry) {
        this.registry = registry;
        retries = registry.counter("rookery.persistence.retries");
        refused = registry.counter("rookery.persistence.refused");
        losses = registry.counter("rookery.persistence.losses");
        rewritten = registry.counter("rookery.persistence.rewritten");
    }

    /** @param kind {@code read} or {@code write} */
    public void observe(String kind, Supplier<Number> inFlight, Supplier<Number> queued) {
        Gauge.builder("rookery.persistence.in.flight", inFlight)
                .tag("kind", kind)
                .register(registry);
        Gauge.builder("rookery.persistence.queued", queued).tag("kind", kind).register(registry);
    }

    /** How many writes could be stored again. */
    public void observeKept(Supplier<Number> kept) {
        Gauge.builder("rookery.persistence.kept", kept).register(registry);
    }

    /** The store was out of reach, and so many writes are stored again. */
    public void rewritten(int writes) {
        losses.increment();
        rewritten.increment(writes);
    }

    /** Measures one operation, its time in the queue and its retries included. */
    public Timer timer(String operation) {
        return Timer.builder("rookery.persistence.latency")
                .tag("operation", operation)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    public void record(Timer timer, long beganNanos) {
        timer.record(Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    public void retried() {
        retries.increment();
    }

    /** Too much was queued. */
    public void refused() {
        refused.increment();
    }
}
