package dev.rookery.logging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets one fault of a kind through in each interval and counts the others. It knows a bounded number of kinds; what comes
 * when it knows that many is of one kind. Not for several threads at once.
 *
 * @param <E> what is to be remembered of a fault that was left out
 */
final class FaultLimit<E> {
    static final String REST = "";

    private final long interval;
    private final int mostKinds;
    private final Map<String, Kind<E>> kinds = new HashMap<>();

    /** @param interval in the unit of {@code now} of the methods */
    FaultLimit(long interval, int mostKinds) {
        this.interval = interval;
        this.mostKinds = mostKinds;
    }

    /** How many of this kind were left out since the last one that was not; empty if this one is left out, too. */
    OptionalLong admit(String name, E fault, long now) {
        String known = kinds.containsKey(name) || kinds.size() < mostKinds ? name : REST;
        Kind<E> kind = kinds.get(known);
        if (kind != null && now - kind.admitted < interval) {
            kind.leftOut++;
            kind.last = fault;
            return OptionalLong.empty();
        }
        long leftOut = kind == null ? 0 : kind.leftOut;
        kinds.put(known, new Kind<>(now, fault));
        return OptionalLong.of(leftOut);
    }

    /** Forgets the kinds that have come to rest; returns those of which some were left out, to be told now. */
    List<LeftOut<E>> settle(long now) {
        List<LeftOut<E>> result = new ArrayList<>();
        for (Iterator<Kind<E>> all = kinds.values().iterator(); all.hasNext(); ) {
            Kind<E> kind = all.next();
            if (now - kind.admitted >= interval) {
                all.remove();
                if (kind.leftOut > 0) {
                    result.add(new LeftOut<>(kind.last, kind.leftOut - 1));
                }
            }
        }
        return result;
    }

    /** The last fault of a kind that was not let through, and how many were before it. */
    record LeftOut<E>(E last, long count) {}

    private static final class Kind<E> {
        private final long admitted;
        private long leftOut;
        private E last;

        Kind(long admitted, E first) {
            this.admitted = admitted;
            this.last = first;
        }
    }
}
