package dev.rookery.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the HTTP API does. Any thread. */
public final class ApiMeters {
    private final MeterRegistry registry;

    public ApiMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * One answered request.
     *
     * @param operation as the contract calls it, so that the series are few
     * @param status of HTTP
     */
    public void answered(String operation, int status, Duration took) {
        Timer.builder("rookery.api.requests")
                .description("From the head of a request to the end of its answer")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .publishPercentiles(0.5, 0.99)
                .register(registry)
                .record(took);
    }
}
