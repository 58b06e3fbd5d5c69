package dev.rookery.tool.dev;

import dev.rookery.tool.engine.ChildProcess;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EngineException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One engine that is started again when it ends, on the same port and data. Nodes wait for it meanwhile, as they would for
 * one of an operator. Only on the supervisor's thread, which an engine that starts occupies.
 */
final class EngineKeeper<E> {
    private final Function<E, ChildProcess> processOf;
    private final UnaryOperator<E> again;
    private final DataDirectory data;
    private final BlockingQueue<Runnable> events;
    private final Progress progress;
    private final RestartDelay delay = new RestartDelay();
    private E engine;

    /** @param again starts one that has ended and returns when it answers */
    EngineKeeper(
            E engine,
            Function<E, ChildProcess> processOf,
            UnaryOperator<E> again,
            DataDirectory data,
            BlockingQueue<Runnable> events,
            Progress progress) {
        this.engine = engine;
        this.processOf = processOf;
        this.again = again;
        this.data = data;
        this.events = events;
        this.progress = progress;
    }

    /** From now on. */
    void watch() {
        ChildProcess process = processOf.apply(engine);
        long start = System.nanoTime();
        CompletableFuture<Void> unused = process.ended().thenRun(() -> {
            Duration lived = Duration.ofNanos(System.nanoTime() - start);
            events.add(() -> replace(process.obituary(), lived));
        });
    }

    private void replace(String obituary, Duration lived) {
        Duration pause = delay.after(lived);
        data.fullDisk().ifPresent(progress::say);
        progress.say(obituary + "; starting it again in " + pause.toSeconds() + " s");
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> events.add(this::start));
    }

    private void start() {
        long start = System.nanoTime();
        try {
            engine = again.apply(engine);
        } catch (EngineException e) {
            // Interrupted: the supervisor was told to stop, and ends everything with a clear flag.
            if (Thread.interrupted()) {
                throw e;
            }
            replace(String.valueOf(e.getMessage()), Duration.ofNanos(System.nanoTime() - start));
            return;
        }
        ChildProcess process = processOf.apply(engine);
        progress.say(process.name() + " runs again as process " + process.pid());
        watch();
    }

    void stop() {
        processOf.apply(engine).stop();
    }
}
