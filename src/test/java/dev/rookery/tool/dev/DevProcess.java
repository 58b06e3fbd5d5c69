package dev.rookery.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.testkit.Patience;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code rookery dev} as a process of its own, with its output read line by line. */
final class DevProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2 * Patience.SECONDS;

    private final Process process;
    private final BufferedReader lines;
    private final StringBuilder output = new StringBuilder();

    private DevProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static DevProcess start(Map<String, String> environment, List<String> arguments) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPath, "dev.rookery.Main", "dev"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("ROOKERY_JAVA_OPTS", LocalCluster.QUICK_START);
        DevProcess started = new DevProcess(builder.start());
        started.endWhenItHangs();
        return started;
    }

    /** Then whoever reads its output comes to an end, and fails with what was said so far. */
    private void endWhenItHangs() {
        CompletableFuture<?> unused = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    close();
                    return process;
                });
    }

    /** Reads on until a line contains that; returns everything said so far. */
    @CanIgnoreReturnValue
    String awaitLine(String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(wanted)) {
            output.append(line).append('\n');
            line = lines.readLine();
        }
        assertThat(line).as("a line with '%s' after:%n%s", wanted, output).isNotNull();
        output.append(line).append('\n');
        return output.toString();
    }

    long pid() {
        return process.pid();
    }

    String output() {
        return output.toString();
    }

    /** SIGTERM; the exit code. */
    int terminate() throws IOException, InterruptedException {
        // Not process.destroy(): that also closes what it still wants to say.
        assertThat(process.toHandle().destroy()).isTrue();
        return awaitExit();
    }

    /** The exit code, once everything it said was read. */
    int awaitExit() throws IOException, InterruptedException {
        lines.lines().forEach(line -> output.append(line).append('\n'));
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    /** Whatever a failed test left running ends with it. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
