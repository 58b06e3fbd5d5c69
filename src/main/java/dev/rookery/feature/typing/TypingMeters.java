package dev.rookery.feature.typing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often somebody said to be writing. Any thread. */
final class TypingMeters {
    private final Counter told;
    private final Counter dropped;

    TypingMeters(MeterRegistry registry) {
        told = counter(registry, "told");
        dropped = counter(registry, "dropped");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("rookery.typing.frames")
                .description(
                        "Typing frames of clients: told to members, or dropped as too early or in too large a chat")
                .tag("outcome", outcome)
                .register(registry);
    }

    void counted(boolean wasTold) {
        (wasTold ? told : dropped).increment();
    }
}
