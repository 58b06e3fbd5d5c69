package dev.rookery.tool.dev;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Tells a person what is going on: one line a step, with the time it took. */
final class Progress {
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final long begin = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    /** A step of the work; returns what to say about it. */
    @FunctionalInterface
    interface Step {
        String run() throws InterruptedException, ExecutionException;
    }

    void step(String name, Step work) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        String words = work.run();
        out.printf(Locale.ROOT, "  %-10s %-40s %5.1f s%n", name, words, seconds(start));
    }

    void say(String line) {
        out.println(line);
    }

    /** Says so with the time since the beginning. */
    void finish(String words) {
        out.printf(Locale.ROOT, "%s after %.1f s:%n", words, seconds(begin));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / NANOS;
    }
}
