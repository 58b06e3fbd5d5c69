package dev.rookery.tool.simulation;

import java.util.function.Supplier;

/** A promise that was broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param promise the number of the invariant, or a word for one that has none */
    Violation(String promise, String what) {
        super(promise + ": " + what);
    }

    static void require(boolean holds, String promise, String what) {
        if (!holds) {
            throw new Violation(promise, what);
        }
    }

    static void require(boolean holds, String promise, Supplier<String> what) {
        if (!holds) {
            throw new Violation(promise, what.get());
        }
    }
}
