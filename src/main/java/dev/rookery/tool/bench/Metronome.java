package dev.rookery.tool.bench;

import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Says when each message is due, to some 0.1 ms: timers of an event loop tick once a millisecond at best, and what they
 * are late by would count as time of the server. A thread of its own wakes the loop, and ends with the last message.
 */
final class Metronome {
    /** At high rates several messages share a beat. */
    private static final long SHORTEST_NANOS = 100_000;

    private final Context loop;
    private final LongUnaryOperator due;
    private final long end;
    private final LongConsumer send;
    private final Runnable over;
    private final AtomicBoolean told = new AtomicBoolean();
    private long sent;
    private boolean ended;

    private Metronome(Context loop, LongUnaryOperator due, long end, LongConsumer send, Runnable over) {
        this.loop = loop;
        this.due = due;
        this.end = end;
        this.send = send;
        this.over = over;
    }

    /**
     * @param loop on which the two are called
     * @param due when the message of that number is due, by {@link System#nanoTime}; grows with the number
     * @param end what is due by then is not sent any more
     * @param send called for each message in turn with the time it was due, also if that is long past
     * @param over called once, after the last
     */
    static void start(Context loop, LongUnaryOperator due, long end, LongConsumer send, Runnable over) {
        Metronome metronome = new Metronome(loop, due, end, send, over);
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

    /** A slow loop gets one turn for many beats. */
    private void tell() {
        if (told.compareAndSet(false, true)) {
            loop.runOnContext(turn -> {
                told.set(false);
                beat();
            });
        }
    }

    private void beat() {
        long now = System.nanoTime();
        long next = due.applyAsLong(sent);
        while (next - now <= 0 && next - end < 0) {
            send.accept(next);
            next = due.applyAsLong(++sent);
        }
        if (now - end >= 0 && !ended) {
            ended = true;
            over.run();
        }
    }
}
