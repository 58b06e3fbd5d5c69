package dev.rookery.tool.torture;

/**
 * A fault that was done.
 *
 * @param target what it was done to
 * @param from by {@link System#nanoTime}
 * @param to when it was healed
 */
record Fault(FaultKind kind, String target, long from, long to) {}
