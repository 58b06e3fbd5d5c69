package dev.rookery.telemetry;

import dev.rookery.domain.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the WebSocket sessions of a node do. Called from every event loop. */
public final class GatewayMeters {
    private final MeterRegistry registry;
    private final Counter framesIn;
    private final Counter framesOut;
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter deliveries;
    private final Counter opened;
    private final Counter directoryFailures;
    private final Counter directoryLost;
    private final Counter missed;
    private final Counter repaired;
    private final Counter givenUp;
    private final Counter syncs;
    private final Counter chatsOpened;
    private final Counter chatsDescribed;
    private final Counter chatsQuiet;
    private final Timer ackLatency;
    private final Map<ErrorCode, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> closed = new ConcurrentHashMap<>();

    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        framesIn = registry.counter("rookery.gateway.frames", "direction", "in");
        framesOut = registry.counter("rookery.gateway.frames", "direction", "out");
        bytesIn = registry.counter("rookery.gateway.bytes", "direction", "in");
        bytesOut = registry.counter("rookery.gateway.bytes", "direction", "out");
        deliveries = registry.counter("rookery.gateway.deliveries");
        opened = registry.counter("rookery.gateway.sessions.opened");
        directoryFailures = registry.counter("rookery.gateway.directory.failures");
        directoryLost = Counter.builder("rookery.gateway.directory.lost")
                .description("Users of this node that stood in the session directory and did not any more")
                .register(registry);
        missed = Counter.builder("rookery.gateway.link.missed")
                .description("Deliveries of other nodes that did not come")
                .register(registry);
        repaired = Counter.builder("rookery.gateway.link.repaired")
                .description("Deliveries that did not come and were sent again")
                .register(registry);
        givenUp = Counter.builder("rookery.gateway.link.given.up")
                .description("Deliveries that could not be had again; clients find what they miss in the log")
                .register(registry);
        syncs = Counter.builder("rookery.sync.requests")
                .description("Syncs that were asked for")
                .register(registry);
        chatsOpened = synced("opened");
        chatsDescribed = synced("described");
        chatsQuiet = synced("quiet");
        ackLatency = Timer.builder("rookery.gateway.ack.latency")
                .description("From the arrival of a send frame to its ack")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private Counter synced(String how) {
        return Counter.builder("rookery.sync.chats")
                .description(
                        "Chats that a sync opened at their owners, described without that, or had nothing to tell of")
                .tag("how", how)
                .register(registry);
    }

    /** A sync knows what it has to bring. */
    public void syncPlanned(int quiet) {
        syncs.increment();
        chatsQuiet.increment(quiet);
    }

    /** A sync looks at some chats. */
    public void synced(int opened, int described) {
        chatsOpened.increment(opened);
        chatsDescribed.increment(described);
    }

    /** Figures that are read when somebody looks, on whatever thread. */
    public void observe(Supplier<Number> connections) {
        Gauge.builder("rookery.gateway.connections", connections).register(registry);
    }

    public void received(int bytes) {
        framesIn.increment();
        bytesIn.increment(bytes);
    }

    public void sent(int bytes) {
        framesOut.increment();
        bytesOut.increment(bytes);
    }

    public void deliveriesMissed(long count) {
        missed.increment((double) count);
    }

    public void deliveryRepaired() {
        repaired.increment();
    }

    public void deliveriesGivenUp(long count) {
        givenUp.increment((double) count);
    }

    /** A frame that another node or session caused, for one session. */
    public void delivered() {
        deliveries.increment();
    }

    public void opened() {
        opened.increment();
    }

    public void acked(Duration sinceArrival) {
        ackLatency.record(sinceArrival);
    }

    public void directoryLost(int users) {
        directoryLost.increment(users);
    }

    /** The session directory did not take or confirm a registration, or has lost some, for another reason than before. */
    public void directoryFailed() {
        directoryFailures.increment();
    }

    public void handshakeRefused(ErrorCode code) {
        refused.computeIfAbsent(
                        code,
                        unseen -> registry.counter("rookery.gateway.handshakes.refused", "code", unseen.wireName()))
                .increment();
    }

    /** @param closeCode what either side gave; 1006 for a connection that ended without any */
    public void closed(int closeCode) {
        closed.computeIfAbsent(
                        Labels.closeCode(closeCode),
                        unseen -> registry.counter("rookery.gateway.sessions.closed", "code", unseen))
                .increment();
    }
}
