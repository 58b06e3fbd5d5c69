package dev.rookery.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who answers for a thread: the test class that started it, or started who started it. A thread inherits the context class
 * loader of the one that makes it, and Vert.x hands it on with its contexts; so a loader that loads nothing itself marks
 * them all. Any thread.
 */
public final class TestOwner extends ClassLoader {
    /** A thread that serves others may be marked for a moment only, while it works for the class. */
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Class<?> test;
    private final ConcurrentLinkedQueue<Throwable> strays = new ConcurrentLinkedQueue<>();
    private volatile boolean killedANode;

    TestOwner(Class<?> test, @Nullable ClassLoader parent) {
        super(parent);
        this.test = test;
    }

    static @Nullable TestOwner of(Thread thread) {
        return thread.getContextClassLoader() instanceof TestOwner owner ? owner : null;
    }

    static @Nullable TestOwner current() {
        return of(Thread.currentThread());
    }

    /** Makes what outlives the class that happens to need it first; the run as a whole answers for its threads. */
    public static <T> T ofTheRun(Callable<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TestOwner.class.getClassLoader());
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    String name() {
        return test.getName();
    }

    /** To be called by whoever ends a node without its help: its threads find their event loops gone, and may. */
    public static void killsANode() {
        TestOwner owner = current();
        if (owner != null) {
            owner.killedANode = true;
        }
    }

    void stray(Throwable exception) {
        if (!(killedANode && exception instanceof RejectedExecutionException)) {
            strays.add(exception);
        }
    }

    /** Each is given once. */
    List<Throwable> takeStrays() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable stray = strays.poll(); stray != null; stray = strays.poll()) {
            taken.add(stray);
        }
        return taken;
    }

    /** Threads that the class started and did not end, after waiting for those that are about to. */
    List<Thread> threadsLeft(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Thread> left = threads();
        try {
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                left.get(0).join(LOOK_AGAIN_MILLIS);
                left = threads();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread() && of(thread) == this && !canNotBeEnded(thread))
                .toList();
    }

    /** Made once, by whoever needs it first; or one that a library can't end: vertx-hazelcast leaves one a node. */
    private static boolean canNotBeEnded(Thread thread) {
        String name = thread.getName();
        return name.equals("CompletableFutureDelayScheduler")
                || name.equals("process reaper")
                || name.equals("vertx-hazelcast-service-throttling-thread")
                || name.startsWith("junit-")
                || name.startsWith("ForkJoinPool");
    }
}
