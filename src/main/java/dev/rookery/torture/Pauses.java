package dev.rookery.torture;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** How long people had to wait for an ack while something was broken. Pure. */
final class Pauses {
    private static final double NANOS = 1e9;

    private Pauses() {}

    /**
     * The longest wait, in seconds, of a message that was under way during a fault of each kind: from when it was first
     * sent, or from when the fault began if that was later, to its ack.
     */
    static Map<FaultKind, Double> longest(Collection<Fault> faults, Collection<Op> ops) {
        Map<FaultKind, Double> longest = new EnumMap<>(FaultKind.class);
        for (Fault fault : faults) {
            for (Op op : ops) {
                if (op.isAcked() && op.invokedAt() < fault.to() && op.ackedAt() > fault.from()) {
                    double wait = (op.ackedAt() - Math.max(op.invokedAt(), fault.from())) / NANOS;
                    longest.merge(fault.kind(), wait, Math::max);
                }
            }
        }
        return longest;
    }
}
