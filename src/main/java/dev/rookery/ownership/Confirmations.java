package dev.rookery.ownership;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.ownership.machine.ConfirmGate;
import dev.rookery.recovery.Losses;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives the {@link ConfirmGate} of a node. On one event loop only. */
final class Confirmations implements ConfirmGate.Effects {
    /**
     * Between the beginnings of two reads, which cost Cassandra about as much as a write: as long as the last one took, so
     * that a store that has more to do is asked less often.
     */
    private static final long SHORTEST_PAUSE_MS = 3;

    private static final long LONGEST_PAUSE_MS = 15;

    private final Vertx vertx;
    private final OwnershipStore store;
    private final NodeId self;
    private final Consumer<SessionState> over;
    private final Losses losses;
    private final ConfirmGate gate = new ConfirmGate(this);
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private long lastReadMs;

    private record Waiter(long ticket, Context caller, Promise<Void> promise) {
        void complete() {
            caller.runOnContext(back -> promise.complete());
        }

        void fail() {
            caller.runOnContext(back -> promise.fail(lost()));
        }
    }

    /** @param losses of the store, after which nothing is confirmed until they are mended */
    Confirmations(Vertx vertx, OwnershipStore store, NodeId self, Losses losses, Consumer<SessionState> over) {
        this.losses = losses;
        this.vertx = vertx;
        this.store = store;
        this.self = self;
        this.over = over;
    }

    /** The losses have changed. */
    void look() {
        if (losses.isWhole()) {
            gate.mended();
        } else {
            gate.lost();
        }
    }

    /** @param caller on which the promise is completed */
    void confirm(Context caller, Promise<Void> promise) {
        if (gate.isOver()) {
            new Waiter(0, caller, promise).fail();
        } else {
            waiters.add(new Waiter(gate.ask(), caller, promise));
        }
    }

    /** Confirms nothing any more. */
    void close() {
        gate.close();
        waiters.forEach(Waiter::fail);
        waiters.clear();
    }

    /** In a turn of its own: an answer that is there at once must not come before whoever asked waits for it. */
    @Override
    public void readOwnSession(long number) {
        vertx.runOnContext(turn -> {
            long began = System.nanoTime();
            long noticed = losses.noticed();
            store.session(self)
                    .compose(state -> state.map(Future::succeededFuture)
                            .orElseGet(() -> Future.failedFuture(new IllegalStateException("the session has no row"))))
                    .onComplete(read -> {
                        lastReadMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                        gate.answered(number, stands(read.result(), noticed));
                    });
        });
    }

    /** A loss may be known before its turn on this loop has come. */
    private @Nullable SessionState stands(@Nullable SessionState state, long noticed) {
        return state == SessionState.ALIVE && !losses.isWholeSince(noticed) ? null : state;
    }

    @Override
    public void pause() {
        long pause = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, lastReadMs));
        vertx.setTimer(pause, timer -> gate.paused());
    }

    @Override
    public void confirmed(long ticket) {
        for (Waiter next = waiters.peek(); next != null && next.ticket() <= ticket; next = waiters.peek()) {
            waiters.remove().complete();
        }
    }

    @Override
    public void over(SessionState state) {
        over.accept(state);
        close();
    }

    private static RookeryException lost() {
        return new RookeryException(ErrorCode.WRONG_OWNER, ErrorCode.WRONG_OWNER.title());
    }
}
