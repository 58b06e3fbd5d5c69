package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One child process. Its output goes to a log file (the run before is kept as FILE.1), it is recorded so that it can be
 * ended after a crash of this process, and a Ctrl-C in the terminal does not reach it: the parent ends its children in
 * order. Any thread.
 */
public final class ChildProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final Duration NOTE_TAKEN = Duration.ofSeconds(10);

    private final Process process;
    private final Command command;
    private final ChildRegistry registry;

    private ChildProcess(Process process, Command command, ChildRegistry registry) {
        this.process = process;
        this.command = command;
        this.registry = registry;
    }

    /**
     * What to run.
     *
     * @param name unique among the children of a data directory; also in messages
     * @param environment added to the environment of this process
     * @param grace how long it may take to end when asked to
     */
    public record Command(
            String name,
            List<String> arguments,
            Map<String, String> environment,
            Path directory,
            Path log,
            Duration grace) {}

    /** Starts it; says nothing about its readiness. */
    public static ChildProcess start(Command command, ChildRegistry registry) {
        try {
            if (Files.exists(command.log())) {
                Files.move(
                        command.log(),
                        command.log().resolveSibling(command.log().getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(shielded(command.arguments()))
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(command.log().toFile());
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            registry.add(command.name(), process.pid());
            return new ChildProcess(process, command, registry);
        } catch (IOException e) {
            throw new EngineException("Cannot start " + command.name() + ": " + e.getMessage(), e);
        }
    }

    /** Its own session, or at least deaf for SIGINT; both exec, so the process id stays that of the child. */
    private static List<String> shielded(List<String> arguments) {
        List<String> result = new ArrayList<>(
                Files.isExecutable(SETSID)
                        ? List.of(SETSID.toString())
                        : List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        result.addAll(arguments);
        return result;
    }

    /** Starts the same command once more, after this process has ended. */
    ChildProcess again() {
        return start(command, registry);
    }

    public String name() {
        return command.name();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return command.log();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process has ended, for whatever reason. */
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(exited -> {});
    }

    /** Waits for its end; whether it came within that time. */
    public boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while waiting for " + name() + ".", e);
        }
    }

    /** Asks it to end, waits, kills it if the grace was not enough; returns when it is gone. Does nothing if it is. */
    public void stop() {
        end(command.grace());
    }

    /** As {@link #stop}, but asks all of them before it waits for the first. */
    public static void stopAll(Collection<ChildProcess> children) {
        Duration grace = children.stream()
                .map(child -> child.command.grace())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Processes.end(children.stream().map(child -> child.process.toHandle()).toList(), grace);
        children.forEach(ChildProcess::forget);
    }

    /** Ends it at once. */
    public void kill() {
        end(Duration.ZERO);
    }

    /** Ends it without giving it a moment, as {@code kill -9}, also when it is stopped; returns when it is gone. */
    public void killHard() {
        process.destroyForcibly();
        end(Duration.ZERO);
    }

    /** Sends it a signal by its short name, for example {@code STOP}. Does nothing if it has ended. */
    public void signal(String name) {
        if (!isAlive()) {
            return;
        }
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0 && isAlive()) {
                throw new EngineException("Signal " + name + " could not be sent to " + name() + ".");
            }
        } catch (IOException e) {
            throw new EngineException("Cannot run 'kill' (it comes with every Unix): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while signalling " + name() + ".", e);
        }
    }

    private void end(Duration grace) {
        Processes.end(List.of(process.toHandle()), grace);
        forget();
    }

    /** What has ended counts as alive until this JVM has taken note of it, a moment later. */
    private void forget() {
        var unused = endsWithin(NOTE_TAKEN);
        registry.remove(name());
    }

    /** Once it has ended, a sentence about that: the signal or the exit code and the likely reason, where the log is. */
    public String obituary() {
        int code = process.onExit().join().exitValue();
        return String.format(
                Locale.ROOT,
                "%s %s (log: %s)",
                name(),
                Signals.byCode(code).map(Signals::sentence).orElseGet(() -> ended(code)),
                log().toAbsolutePath());
    }

    private String ended(int code) {
        String reason = LogTail.of(log()).reason();
        return "ended with exit code " + code + (reason.isEmpty() ? "" : ": " + reason);
    }
}
