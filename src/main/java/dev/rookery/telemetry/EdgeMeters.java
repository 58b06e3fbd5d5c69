package dev.rookery.telemetry;

import dev.rookery.domain.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What happens at the ports of a node before a request is one. Any thread. */
public final class EdgeMeters {
    private final MeterRegistry registry;
    private final Counter timedOut;
    private final Map<ErrorCode, Counter> refused = new ConcurrentHashMap<>();

    public EdgeMeters(MeterRegistry registry) {
        this.registry = registry;
        timedOut = Counter.builder("rookery.edge.timeouts")
                .description("Connections that were ended since the client did nothing, or too little")
                .register(registry);
    }

    /** @param port {@code public} or {@code management} */
    public void observe(String port, Supplier<Number> connections) {
        Gauge.builder("rookery.edge.connections", connections).tag("port", port).register(registry);
    }

    /** Counts connections that are closed as soon as they are there, for {@code reason}, one of few. */
    public Counter connectionsRefused(String port, String reason) {
        return Counter.builder("rookery.edge.connections.refused")
                .tag("port", port)
                .tag("reason", reason)
                .register(registry);
    }

    public void timedOut() {
        timedOut.increment();
    }

    /** What came was no request, or came too slowly. */
    public void requestRefused(ErrorCode code) {
        refused.computeIfAbsent(
                        code, unseen -> registry.counter("rookery.edge.requests.refused", "code", unseen.wireName()))
                .increment();
    }
}
