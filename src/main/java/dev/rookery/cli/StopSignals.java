package dev.rookery.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT (Ctrl-C), SIGTERM and SIGHUP. A JVM shutdown hook would do for the first of them, but could not see a second
 * one, nor choose the exit code. {@code sun.misc.Signal} is supported by every JDK (module jdk.unsupported); by
 * reflection, since naming it is a compiler warning that cannot be switched off.
 */
final class StopSignals {
    /** Of a process that was ended at once: as shells report SIGINT. */
    static final int EXIT_CODE = 130;

    private StopSignals() {}

    /** For a command that has nothing to finish: the first signal cleans up and ends the process. */
    static void endWith(Runnable cleanUp) {
        Runnable end = () -> {
            cleanUp.run();
            Runtime.getRuntime().halt(EXIT_CODE);
        };
        install(end, end);
    }

    /** Both run on a thread of the JVM, never twice. */
    static void install(Runnable onFirst, Runnable onSecond) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable onSignal = () -> {
            if (asked.compareAndSet(false, true)) {
                onFirst.run();
            } else {
                onSecond.run();
            }
        };
        for (String name : List.of("INT", "TERM", "HUP")) {
            handle(name, onSignal);
        }
    }

    private static void handle(String name, Runnable onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        onSignal.run();
                        return null;
                    });
            Object replaced = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            if (replaced == null) {
                throw new IllegalStateException("no handler was there for " + name);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java cannot handle signals.", e);
        }
    }
}
