package dev.rookery.tool.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: asked first, killed after. */
final class Processes {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    /** How long to wait for word of an end before looking at the table of processes; nanoseconds. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);

    private Processes() {}

    /** SIGTERM to all, then SIGKILL to those that still live after the grace. Returns when all are gone. */
    static void end(Collection<ProcessHandle> processes, Duration grace) {
        processes.forEach(ProcessHandle::destroy);
        if (!awaitEnd(processes, grace)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            if (!awaitEnd(processes, AFTER_KILL)) {
                throw new EngineException("Processes do not end, even killed: "
                        + processes.stream()
                                .filter(Processes::runs)
                                .map(ProcessHandle::pid)
                                .toList());
            }
        }
    }

    /** In a container whose first process does not care for orphans, one that has ended stays in the table for ever. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && ProcessIdentity.of(process.pid()).isPresent();
    }

    /** Whether all ended within that time. An interrupt does not shorten it: whoever ends something has to know. */
    static boolean awaitEnd(Collection<ProcessHandle> processes, Duration patience) {
        CompletableFuture<?> exits = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    exits.get(Math.min(LOOK, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (processes.stream().noneMatch(Processes::runs)) {
                        return true;
                    }
                    if (System.nanoTime() >= deadline) {
                        return false;
                    }
                } catch (ExecutionException e) {
                    throw new EngineException("Cannot wait for a process to end.", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
