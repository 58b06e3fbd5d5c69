package dev.rookery.simulation;

/** A promise that was broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param promise the number of the invariant, or a word for one that has none */
    Violation(String promise, String what) {
        super(promise + ": " + what);
    }
}
