package dev.rookery.telemetry;

import dev.rookery.domain.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the chats of a node do. */
public final class ChatMeters {
    private static final String REFUSED = "rookery.chat.refused";
    private static final double MILLIS = 1_000;

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter repeated;
    private final Counter committed;
    private final Counter retries;
    private final Counter fannedOut;
    private final Counter broadcasts;
    private final Counter sentLate;
    private final DistributionSummary batchSize;
    private final Timer commitLatency;
    private final Timer activation;
    private final Counter applied;
    private final Timer applyLatency;
    private final MarkMeters marks;
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

    public ChatMeters(MeterRegistry registry) {
        this.registry = registry;
        marks = new MarkMeters(registry);
        accepted = registry.counter("rookery.chat.messages.accepted");
        repeated = registry.counter("rookery.chat.messages.repeated");
        committed = registry.counter("rookery.chat.messages.committed");
        retries = registry.counter("rookery.chat.write.retries");
        fannedOut = registry.counter("rookery.chat.fanout.messages");
        broadcasts = registry.counter("rookery.chat.fanout.broadcasts");
        sentLate = Counter.builder("rookery.chat.fanout.late")
                .description("Frames for a gateway that the session directory had not named when it should have")
                .register(registry);
        batchSize = DistributionSummary.builder("rookery.chat.batch.size")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        commitLatency = Timer.builder("rookery.chat.commit.latency")
                .description("From the arrival of a message to its ack")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        activation = registry.timer("rookery.chat.activation");
        applied = Counter.builder("rookery.chat.changes.applied")
                .description("Edits, deletions and reactions that are in the message they change")
                .register(registry);
        applyLatency = Timer.builder("rookery.chat.apply.latency")
                .description("From the commit of a change until it is in the message it changes")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    /** Figures that are read when somebody looks, on whatever thread. */
    public void observe(
            Supplier<Number> activeChats,
            Supplier<Number> waiting,
            Supplier<Number> memoryBytes,
            Supplier<Duration> oldestWrite) {
        Gauge.builder("rookery.chat.active", activeChats).register(registry);
        Gauge.builder("rookery.chat.waiting", waiting).register(registry);
        Gauge.builder("rookery.chat.memory.bytes", memoryBytes).register(registry);
        Gauge.builder("rookery.chat.write.age", () -> oldestWrite.get().toMillis() / MILLIS)
                .baseUnit("seconds")
                .description("For how long the store has not taken the write that waits longest")
                .register(registry);
    }

    /** Figures about the session directory, as {@link #observe}. */
    public void observeDirectory(Supplier<Number> unsettledGateways) {
        Gauge.builder("rookery.chat.gateways.unsettled", unsettledGateways)
                .description(
                        "Gateways that are sent everything, since the session directory may not have all their users")
                .register(registry);
    }

    /** A message that will be stored. */
    public void accepted() {
        accepted.increment();
    }

    /** A message that was recognised as a repeat of another. */
    public void repeated() {
        repeated.increment();
    }

    /** A batch of messages is durable. */
    public void committed(int messages) {
        batchSize.record(messages);
        committed.increment(messages);
    }

    public void acked(Duration sinceArrival) {
        commitLatency.record(sinceArrival);
    }

    /** Changes of one message were stored with it, in one write. */
    public void applied(int changes, Duration sinceCommit) {
        applied.increment(changes);
        applyLatency.record(sinceCommit);
    }

    /** A batch has to be written again. */
    public void writeRepeated() {
        retries.increment();
    }

    /** One frame for one gateway node. */
    public void fannedOut(int gateways) {
        fannedOut.increment(gateways);
    }

    /** One frame for a gateway that should have got it before. */
    public void sentLate() {
        sentLate.increment();
    }

    /** A fan-out to every gateway, because the session directory did not answer. */
    public void broadcast() {
        broadcasts.increment();
    }

    public MarkMeters marks() {
        return marks;
    }

    public void activated(Duration time) {
        activation.record(time);
    }

    public void refused(ErrorCode code) {
        refused.computeIfAbsent(code, unseen -> registry.counter(REFUSED, "code", unseen.wireName()))
                .increment();
    }
}
