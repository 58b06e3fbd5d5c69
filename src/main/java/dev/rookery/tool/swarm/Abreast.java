package dev.rookery.tool.swarm;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Does a task many times with only so many under way at once. On one event loop. */
public final class Abreast<T> {
    private final int count;
    private final IntFunction<Future<T>> task;
    private final List<T> results;
    private final Promise<List<T>> done = Promise.promise();
    private int started;
    private int finished;

    private Abreast(int count, IntFunction<Future<T>> task) {
        this.count = count;
        this.task = task;
        this.results = new ArrayList<>(count);
    }

    /** The results in the order of their numbers, 0 to count - 1; fails with the first failure and begins no more. */
    public static <T> Future<List<T>> run(int count, int atOnce, IntFunction<Future<T>> task) {
        Abreast<T> run = new Abreast<>(count, task);
        for (int i = 0; i < count; i++) {
            run.results.add(null);
        }
        if (count == 0) {
            run.done.complete(run.results);
        }
        for (int i = 0; i < Math.min(count, atOnce); i++) {
            run.next();
        }
        return run.done.future();
    }

    private void next() {
        if (started == count || done.future().failed()) {
            return;
        }
        int number = started++;
        task.apply(number)
                .onSuccess(result -> {
                    results.set(number, result);
                    finished++;
                    if (finished == count) {
                        done.tryComplete(results);
                    }
                    next();
                })
                .onFailure(done::tryFail);
    }
}
