package dev.rookery.gateway.sync;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets a few requests of syncs through at a time, those who came first before the others: when thousands of clients come
 * back in the same moment, only so many of their answers are in memory. On one event loop.
 */
public final class SyncGate {
    private final int places;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;
    /** Whether somebody further down the stack lets requests through already. */
    private boolean letting;

    public SyncGate(int places) {
        this.places = places;
    }

    /** Runs the request when there is a place for it, and gives the place back when it has an outcome. */
    public <T> Future<T> run(Supplier<Future<T>> request) {
        Promise<T> result = Promise.promise();
        waiting.add(() -> begin(request).onComplete(outcome -> {
            taken--;
            result.handle(outcome);
            next();
        }));
        next();
        return result.future();
    }

    /** One that throws has to give its place back too. */
    private static <T> Future<T> begin(Supplier<Future<T>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Requests may have their outcome at once, and whoever gets it may ask for more: all of them are begun from one loop, or
     * as many as wait would lie on the stack.
     */
    private void next() {
        if (letting) {
            return;
        }
        letting = true;
        try {
            while (taken < places && !waiting.isEmpty()) {
                taken++;
                waiting.remove().run();
            }
        } finally {
            letting = false;
        }
    }
}
