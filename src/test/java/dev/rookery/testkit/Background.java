package dev.rookery.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** What a test does while it does something else: on a thread of its own, with an outcome that the test has to ask for. */
public final class Background {
    private Background() {}

    /** Whoever starts it waits for it before the test ends, by {@link Patience#await}: so its failure is the test's. */
    public static <T> CompletableFuture<T> start(String name, Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        outcome.complete(work.call());
                    } catch (Throwable e) {
                        outcome.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    /** The same for work without a result. */
    public static CompletableFuture<Void> start(String name, Runnable work) {
        return start(name, () -> {
            work.run();
            return null;
        });
    }
}
