package dev.rookery.delivery;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.BiFunction;

/**
 * Lets small frames pass the large ones on their way to a gateway: of those one at a time is given to the connection, which
 * they share, and the next one when it has left. The frames of one chat keep their order. Bounded. On one event loop
 * only.
 *
 * @param <S> what stands for a chat, by identity
 */
final class Lane<S> {
    static final int LARGE = 16 << 10;
    private static final int MAX_BYTES = 16 << 20;

    private final BiFunction<DeliverFrame, S, Future<Void>> transmit;
    private final Deque<Waiting<S>> waiting = new ArrayDeque<>();
    private final IdentityHashMap<S, Integer> held = new IdentityHashMap<>();
    private long bytes;
    private boolean busy;

    private record Waiting<S>(DeliverFrame frame, S source) {}

    /** @param transmit completes when the frame has left, or will not */
    Lane(BiFunction<DeliverFrame, S, Future<Void>> transmit) {
        this.transmit = transmit;
    }

    /** Whether the frame has to take the lane: it is large, or behind one of its chat that waits. */
    boolean takes(DeliverFrame frame, S source) {
        return frame.frame().length() >= LARGE || held.containsKey(source);
    }

    /** @return false if there is no room: the frame is not sent */
    boolean add(DeliverFrame frame, S source) {
        int length = frame.frame().length();
        if (bytes + length > MAX_BYTES && !waiting.isEmpty()) {
            return false;
        }
        bytes += length;
        waiting.add(new Waiting<>(frame, source));
        held.merge(source, 1, Integer::sum);
        next();
        return true;
    }

    private void next() {
        Waiting<S> first = busy ? null : waiting.poll();
        if (first == null) {
            return;
        }
        busy = true;
        transmit.apply(first.frame(), first.source()).onComplete(left -> {
            busy = false;
            bytes -= first.frame().frame().length();
            held.computeIfPresent(first.source(), (source, frames) -> frames == 1 ? null : frames - 1);
            next();
        });
    }
}
