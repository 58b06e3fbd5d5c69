package dev.rookery.async;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets a bounded number of operations run at a time, first come first served. A bounded number waits; whatever comes
 * beyond it, or has waited past its deadline, fails with {@code overloaded}. On one event loop only.
 */
public final class Gate {
    private static final Duration RETRY_AFTER = Duration.ofMillis(250);

    private final int slots;
    private final int maxQueued;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int running;

    public Gate(int slots, int maxQueued) {
        this.slots = slots;
        this.maxQueued = maxQueued;
    }

    /**
     * @param deadline on the scale of {@link System#nanoTime}
     * @param work begun when its turn has come; must end by itself
     */
    public <T> Future<T> pass(long deadline, Supplier<Future<T>> work) {
        if (running < slots) {
            return run(work);
        }
        if (queue.size() >= maxQueued) {
            return Future.failedFuture(overloaded());
        }
        Promise<T> result = Promise.promise();
        queue.add(new Waiting(deadline, () -> run(work).onComplete(result), () -> result.fail(overloaded())));
        return result.future();
    }

    private <T> Future<T> run(Supplier<Future<T>> work) {
        running++;
        return begin(work).onComplete(done -> {
            running--;
            admitNext();
        });
    }

    private static <T> Future<T> begin(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void admitNext() {
        long now = System.nanoTime();
        while (running < slots && !queue.isEmpty()) {
            Waiting next = queue.remove();
            if (next.deadline() - now > 0) {
                next.start().run();
            } else {
                next.refuse().run();
            }
        }
    }

    public int running() {
        return running;
    }

    public int queued() {
        return queue.size();
    }

    private static RookeryException overloaded() {
        return new RookeryException(ErrorCode.OVERLOADED, "The store is busy; try again shortly", RETRY_AFTER);
    }

    private record Waiting(long deadline, Runnable start, Runnable refuse) {}
}
