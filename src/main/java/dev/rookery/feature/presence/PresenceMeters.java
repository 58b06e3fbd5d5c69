package dev.rookery.feature.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What presence costs, and what it can't do. The gauges are read on any thread, and may be a moment old. */
final class PresenceMeters {
    private final MeterRegistry registry;
    private final Counter told;
    private final Counter shown;
    private final Counter frames;
    private final Counter people;
    private final Counter dropped;
    private final Counter storeFailures;

    PresenceMeters(MeterRegistry registry) {
        this.registry = registry;
        told = registry.counter("rookery.presence.messages", "kind", "tell");
        shown = registry.counter("rookery.presence.messages", "kind", "show");
        frames = Counter.builder("rookery.presence.frames")
                .description("Frames with presence that went to sockets")
                .register(registry);
        people = Counter.builder("rookery.presence.changes")
                .description("People in those frames")
                .register(registry);
        dropped = Counter.builder("rookery.presence.frames.dropped")
                .description("Frames that a slow socket did not get; it is told everything again")
                .register(registry);
        storeFailures = Counter.builder("rookery.presence.store.failures")
                .description("Last signs of life that could not be read or written; they are tried again")
                .register(registry);
    }

    /** @param figures read when somebody looks */
    <T> void observe(T figures, String name, String meaning, ToDoubleFunction<T> figure) {
        Gauge.builder(name, figures, figure).description(meaning).register(registry);
    }

    <T> void count(T figures, String name, String meaning, ToDoubleFunction<T> figure) {
        FunctionCounter.builder(name, figures, figure).description(meaning).register(registry);
    }

    /** A gateway told a keeper. */
    void told() {
        told.increment();
    }

    /** A keeper told a gateway. */
    void shown() {
        shown.increment();
    }

    void frame(int users) {
        frames.increment();
        people.increment(users);
    }

    void dropped() {
        dropped.increment();
    }

    void storeFailed() {
        storeFailures.increment();
    }
}
