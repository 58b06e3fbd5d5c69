package dev.rookery.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What members say about how far they got, and what becomes of it. */
public final class MarkMeters {
    private final Counter read;
    private final Counter delivered;
    private final Counter written;
    private final Counter told;

    MarkMeters(MeterRegistry registry) {
        read = raised(registry, "read");
        delivered = raised(registry, "delivered");
        written = Counter.builder("rookery.chat.marks.written")
                .description("Marks of a member in a chat that went to the store, several of a chat together")
                .register(registry);
        told = Counter.builder("rookery.chat.marks.told")
                .description("Frames that tell the others of a chat how far members got")
                .register(registry);
    }

    private static Counter raised(MeterRegistry registry, String mark) {
        return Counter.builder("rookery.chat.marks.raised")
                .description("How often a member got further in a chat, by what was said")
                .tag("mark", mark)
                .register(registry);
    }

    public void read() {
        read.increment();
    }

    public void delivered() {
        delivered.increment();
    }

    public void written(int marks) {
        written.increment(marks);
    }

    public void told() {
        told.increment();
    }
}
