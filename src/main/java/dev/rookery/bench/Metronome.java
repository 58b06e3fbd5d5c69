package dev.rookery.bench;

import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;

/**
 * Says when the next message is due, to some 0.1 ms: timers of an event loop tick once a millisecond at best, and what they
 * are late by would count as time of the server. A thread of its own, which ends with the last beat.
 */
final class Metronome {
    /** At high rates several messages share a beat. */
    private static final long SHORTEST_NANOS = 100_000;

    private final LongUnaryOperator due;
    private final long end;
    private final Runnable beat;
    private final Context loop;
    private final AtomicBoolean told = new AtomicBoolean();

    private Metronome(LongUnaryOperator due, long end, Runnable beat, Context loop) {
        this.due = due;
        this.end = end;
        this.beat = beat;
        this.loop = loop;
    }

    /**
     * @param due when the message of that number is due, by {@link System#nanoTime}; grows with the number
     * @param end beats until then, and once after it
     * @param beat called on the loop whenever messages may be due; a slow loop gets one call for many
     */
    static void start(Context loop, LongUnaryOperator due, long end, Runnable beat) {
        Metronome metronome = new Metronome(due, end, beat, loop);
        Thread thread = new Thread(metronome::run, "bench-metronome");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long number = 0;
        for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
            long next = due.applyAsLong(number);
            if (next - now > 0) {
                LockSupport.parkNanos(Math.min(next, end) - now);
            } else {
                while (due.applyAsLong(number) - now <= 0) {
                    number++;
                }
                tell();
                LockSupport.parkNanos(SHORTEST_NANOS);
            }
        }
        tell();
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            loop.runOnContext(turn -> {
                told.set(false);
                beat.run();
            });
        }
    }
}
