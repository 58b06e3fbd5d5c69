package dev.rookery.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Keeps what threads of this JVM did not catch for who answers for them. */
final class UncaughtExceptions {
    private static final ConcurrentLinkedQueue<Throwable> OF_NOBODY = new ConcurrentLinkedQueue<>();
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private UncaughtExceptions() {}

    static void keep() {
        Thread.setDefaultUncaughtExceptionHandler(UncaughtExceptions::keep);
    }

    static void keep(Thread thread, Throwable exception) {
        LoggerFactory.getLogger(UncaughtExceptions.class)
                .error("thread {} ended by an exception", thread.getName(), exception);
        TestOwner owner = TestOwner.of(thread);
        if (owner == null) {
            OF_NOBODY.add(exception);
        } else {
            owner.stray(exception);
        }
    }

    /** Whether no other run is going on: a test may run others. */
    static boolean beginRun() {
        return RUNNING.compareAndSet(false, true);
    }

    /** Exceptions of threads that no test class started. */
    static List<Throwable> endRun() {
        List<Throwable> all = new ArrayList<>();
        for (Throwable next = OF_NOBODY.poll(); next != null; next = OF_NOBODY.poll()) {
            all.add(next);
        }
        RUNNING.set(false);
        return all;
    }
}
