package dev.rookery.ownership;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Drives the {@link ConfirmGate} of a node. On one event loop only. */
final class Confirmations implements ConfirmGate.Effects {
    /** Between the beginnings of two reads; a read costs Cassandra about as much as a write. */
    private static final long PAUSE_MS = 3;

    private final Vertx vertx;
    private final OwnershipStore store;
    private final NodeId self;
    private final Consumer<SessionState> over;
    private final ConfirmGate gate = new ConfirmGate(this);
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    private record Waiter(long ticket, Context caller, Promise<Void> promise) {
        void complete() {
            caller.runOnContext(back -> promise.complete());
        }

        void fail() {
            caller.runOnContext(back -> promise.fail(lost()));
        }
    }

    Confirmations(Vertx vertx, OwnershipStore store, NodeId self, Consumer<SessionState> over) {
        this.vertx = vertx;
        this.store = store;
        this.self = self;
        this.over = over;
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
            Future<SessionState> read = store.session(self).compose(state -> state.map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(new IllegalStateException("the session has no row"))));
            read.onComplete(state -> gate.answered(number, state), failure -> gate.answered(number, null));
        });
    }

    @Override
    public void pause() {
        vertx.setTimer(PAUSE_MS, timer -> gate.paused());
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
