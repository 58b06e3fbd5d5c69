package dev.rookery.delivery;

import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.domain.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what the directory says about a gateway may be believed: only if the gateway itself says so, and the directory
 * holds what the gateway left there last. On one event loop only.
 */
final class Standings {
    /** Gateways speak every second. One that is silent for longer is sent everything. */
    static final Duration SILENCE = Duration.ofSeconds(10);
    /** For words that were lost, and the way of those that were not. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    /** Replaced, never changed: a lookup keeps what was known when it began. */
    private Map<NodeId, Heard> heard = Map.of();

    private record Heard(DirectoryStanding word, long at) {}

    /** What gateways had said at a moment. */
    record Known(Map<NodeId, Heard> heard) {}

    /**
     * A gateway may have missed something.
     *
     * @param age how long ago it may have begun
     * @param everybody or those that it named
     */
    record Gap(Duration age, boolean everybody) {}

    Standings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Optional<Gap> heard(DirectoryStanding word) {
        long now = nanos.getAsLong();
        Heard before = heard.get(word.gateway());
        if (before != null && word.term() < before.word().term()) {
            return Optional.empty();
        }
        Map<NodeId, Heard> after = new HashMap<>(heard);
        after.put(word.gateway(), new Heard(word, now));
        heard = after;
        // Of a gateway that was never heard nothing was believed.
        return before == null || before.word().term() == word.term()
                ? Optional.empty()
                : Optional.of(gap(word, before));
    }

    private static Gap gap(DirectoryStanding word, Heard before) {
        Duration said = Duration.ofMillis(word.sinceMs()).plus(SLACK);
        if (word.term() == before.word().term() + 1) {
            return new Gap(said, word.missed().isEmpty());
        }
        // What the terms between were about never came.
        return new Gap(longer(said, RecentDeliveries.KEPT), true);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** To be taken when a lookup begins. */
    Known known() {
        return new Known(heard);
    }

    /**
     * @param known from when the lookup began: an answer may be older than a change of which its gateway has spoken since
     * @param mark what the directory holds of that gateway, or null
     */
    boolean trusts(NodeId gateway, Known known, @Nullable Long mark) {
        Heard then = known.heard().get(gateway);
        Heard now = heard.get(gateway);
        return then != null
                && now != null
                && mark != null
                && then.word().settled()
                && isSettled(gateway)
                && then.word().term() == now.word().term()
                && mark >= then.word().mark();
    }

    boolean isSettled(NodeId gateway) {
        Heard now = heard.get(gateway);
        return now != null && now.word().settled() && nanos.getAsLong() - now.at() < SILENCE.toNanos();
    }

    void forget(Predicate<NodeId> vanished) {
        if (heard.keySet().stream().anyMatch(vanished)) {
            Map<NodeId, Heard> after = new HashMap<>(heard);
            after.keySet().removeIf(vanished);
            heard = after;
        }
    }
}
