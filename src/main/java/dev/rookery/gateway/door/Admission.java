package dev.rookery.gateway.door;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.limit.LimitName;
import dev.rookery.limit.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions a node takes, of all, of an address, a user and a device, and whether it takes any. Counts this node
 * alone: the session directory knows which nodes a user is at, not how often. Any thread.
 */
public final class Admission {
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    /** Half of the heap goes to sessions of this size at most: measured, with what Vert.x keeps of a connection. */
    private static final int SESSION_BYTES = 16 << 10;

    private final int places;
    private final Limits limits;
    private final AtomicInteger taken = new AtomicInteger();
    /** By address, user and device; who has none is not in it. */
    private final Map<Object, Integer> byHolder = new ConcurrentHashMap<>();

    private volatile boolean open;

    /** @param places 0 for as many as the heap has room for */
    public Admission(int places, Limits limits) {
        this.places =
                places == 0 ? (int) Math.min(10_000_000, Runtime.getRuntime().maxMemory() / 2 / SESSION_BYTES) : places;
        this.limits = limits;
    }

    public void open() {
        open = true;
    }

    public void close() {
        open = false;
    }

    public int taken() {
        return taken.get();
    }

    /**
     * Takes a place for somebody who is not known yet; throws {@code overloaded} or {@code too_many_sessions} if there is
     * none.
     */
    public Place enter(String address) {
        if (!open) {
            throw new RookeryException(
                    ErrorCode.OVERLOADED, "This node is starting or stopping; connect to another", ELSEWHERE);
        }
        if (limits.holdings().isTight()) {
            limits.meters().refused(LimitName.MEMORY_OF_NODE);
            throw new RookeryException(ErrorCode.OVERLOADED, "This node is short of memory; connect to another", LATER);
        }
        Place place = new Place(address);
        if (taken.get() > places) {
            place.leave();
            limits.meters().refused(LimitName.SESSIONS_PER_NODE);
            throw new RookeryException(ErrorCode.OVERLOADED, "This node has no room for another session", LATER);
        }
        place.count(address, LimitName.SESSIONS_PER_ADDRESS, limits.config().sessionsPerAddress(), "your address");
        return place;
    }

    /** To be given back by {@link #leave}, once. On one event loop. */
    public final class Place {
        private final String address;
        private @Nullable Principal principal;
        private boolean left;

        private Place(String address) {
            this.address = address;
            taken.incrementAndGet();
            enter(address);
        }

        public String address() {
            return address;
        }

        /** Now it is known who it is; throws {@code too_many_sessions}, and the place is given back. */
        public void belongsTo(Principal holder) {
            principal = holder;
            enter(holder.user());
            enter(holder.device());
            count(
                    holder.device(),
                    LimitName.SESSIONS_PER_DEVICE,
                    limits.config().sessionsPerDevice(),
                    "this device");
            count(holder.user(), LimitName.SESSIONS_PER_USER, limits.config().sessionsPerUser(), "yours");
        }

        private void count(Object key, LimitName name, int most, String whose) {
            if (byHolder.getOrDefault(key, 0) > most) {
                leave();
                limits.meters().refused(name);
                throw new RookeryException(
                        ErrorCode.TOO_MANY_SESSIONS,
                        "This node has " + most + " sessions of " + whose + ", which is the most; close one first",
                        LATER);
            }
        }

        private void enter(Object key) {
            byHolder.merge(key, 1, Integer::sum);
        }

        public void leave() {
            if (left) {
                return;
            }
            left = true;
            taken.decrementAndGet();
            exit(address);
            if (principal != null) {
                exit(principal.user());
                exit(principal.device());
            }
        }

        @SuppressWarnings("NullAway") // Null takes the entry away.
        private void exit(Object key) {
            byHolder.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
