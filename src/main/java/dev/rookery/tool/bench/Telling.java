package dev.rookery.tool.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is going on, to a person who waits. Any thread. */
final class Telling {
    private final PrintStream out;

    Telling(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... values) {
        out.println("  " + String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
