package dev.rookery.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where tests write: what a thread logs or prints goes to a file of the test class that answers for the thread, so that
 * the console of a run that passes says that and nothing else. Logs of threads of no class go to {@code run.log}.
 */
final class TestOutput {
    private static final Path DIRECTORY = Path.of("target", "test-logs");
    private static final String OF_NO_CLASS = "run";
    private static final ConcurrentMap<String, OutputStream> FILES = new ConcurrentHashMap<>();
    private static final PrintStream CONSOLE = System.out;

    private TestOutput() {}

    static void keep() {
        if (System.out == CONSOLE) {
            System.setOut(printing(System.out));
            System.setErr(printing(System.err));
            Logger root = Logger.getLogger("");
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            root.addHandler(new ConsoleHandler());
        }
    }

    /** What the person at the console has to read, whoever says it. */
    static void tell(String line) {
        CONSOLE.println(line);
    }

    /** Puts a failure where the log of the class shows what led to it. */
    static void append(String test, String what, Throwable failure) {
        PrintStream log = new PrintStream(file(test), true, StandardCharsets.UTF_8);
        log.println("FAILED: " + what);
        failure.printStackTrace(log);
    }

    static Path of(String test) {
        return DIRECTORY.resolve(test + ".log").toAbsolutePath();
    }

    /** Goes where the logs of the writing thread go. */
    static OutputStream logs() {
        return new ByOwner(null);
    }

    private static PrintStream printing(PrintStream others) {
        return new PrintStream(new ByOwner(others), true, StandardCharsets.UTF_8);
    }

    private static OutputStream file(String test) {
        return FILES.computeIfAbsent(test, TestOutput::open);
    }

    private static OutputStream open(String test) {
        try {
            Files.createDirectories(DIRECTORY);
            return Files.newOutputStream(of(test));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class ByOwner extends OutputStream {
        private final @Nullable OutputStream ofNoClass;

        ByOwner(@Nullable OutputStream ofNoClass) {
            this.ofNoClass = ofNoClass;
        }

        private OutputStream target() {
            TestOwner owner = TestOwner.current();
            return owner == null && ofNoClass != null ? ofNoClass : file(owner == null ? OF_NO_CLASS : owner.name());
        }

        @Override
        public void write(int b) throws IOException {
            target().write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target().write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            target().flush();
        }
    }
}
