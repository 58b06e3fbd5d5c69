package dev.rookery.tool.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long people had to wait for an ack while something was broken. Pure. */
public final class Pauses {
    private static final double NANOS = 1e9;
    /** What a chat may wait for when its owner leaves in peace. */
    private static final double NOTICED = 0.5;

    /**
     * Of all faults of a kind together, in seconds.
     *
     * @param longest of any chat
     * @param chats that waited for more than half a second
     * @param median of the waits of these
     */
    public record Pause(double longest, int chats, double median) {
        static final Pause NONE = new Pause(0, 0, 0);
    }

    private Pauses() {}

    /**
     * A chat's wait is the longest of a message that was under way during a fault: from when it was first sent, or from
     * when the fault began if that was later, to its ack. What its sender left behind does not count.
     */
    static Map<FaultKind, Pause> of(Collection<Fault> faults, Collection<Op> ops) {
        Map<FaultKind, List<Double>> waits = new EnumMap<>(FaultKind.class);
        for (Fault fault : faults) {
            Map<String, Double> chats = new HashMap<>();
            for (Op op : ops) {
                if (op.isAcked() && !op.leftBehind() && op.invokedAt() < fault.to() && op.ackedAt() > fault.from()) {
                    double wait = (op.ackedAt() - Math.max(op.invokedAt(), fault.from())) / NANOS;
                    chats.merge(op.chat(), wait, Math::max);
                }
            }
            waits.computeIfAbsent(fault.kind(), kind -> new ArrayList<>()).addAll(chats.values());
        }
        Map<FaultKind, Pause> pauses = new EnumMap<>(FaultKind.class);
        waits.forEach((kind, all) -> pauses.put(kind, pause(all)));
        return pauses;
    }

    /** A sentence about how long people waited for an ack of what they began to send during faults of that kind. */
    static Optional<String> waitsUnder(FaultKind kind, Collection<Fault> faults, Collection<Op> ops) {
        List<Double> waits = ops.stream()
                .filter(op -> op.isAcked() && !op.leftBehind())
                .filter(op -> faults.stream()
                        .anyMatch(fault ->
                                fault.kind() == kind && op.invokedAt() >= fault.from() && op.invokedAt() < fault.to()))
                .map(op -> (op.ackedAt() - op.invokedAt()) / NANOS)
                .sorted()
                .toList();
        if (waits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "under %s others waited for an ack: half at most %.3f s, 99 of 100 at most %.3f s, all %.3f s (%,d messages)",
                kind.word(),
                waits.get(waits.size() / 2),
                waits.get((int) (waits.size() * 0.99)),
                waits.get(waits.size() - 1),
                waits.size()));
    }

    private static Pause pause(List<Double> waits) {
        if (waits.isEmpty()) {
            return Pause.NONE;
        }
        List<Double> noticed =
                waits.stream().filter(wait -> wait > NOTICED).sorted().toList();
        double median = noticed.isEmpty() ? 0 : noticed.get(noticed.size() / 2);
        return new Pause(Collections.max(waits), noticed.size(), median);
    }
}
