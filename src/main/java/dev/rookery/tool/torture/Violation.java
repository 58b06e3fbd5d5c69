package dev.rookery.tool.torture;

/** A broken promise. */
record Violation(Kind kind, String detail) {
    enum Kind {
        /** Acknowledged, and not in the log. */
        LOST,
        /** Acknowledged under one seq, and in the log under another. */
        MOVED,
        /** Acknowledged twice under different seqs. */
        ACKED_TWICE,
        /** In the log more than once. */
        DOUBLED,
        /** In the log, and nobody sent it like this. */
        FOREIGN,
        /** Acknowledged before another was begun, and behind it in the log. */
        REORDERED,
        /** More seqs without a message than epochs can explain. */
        HOLE,
        /** What one node says the log is differs from what another says. */
        NODES_DIFFER,
        /** What a client holds after everything healed is not the log. */
        VIEW_DIFFERS,
        /** What a client is told is unread differs from a recount of the log. */
        MISCOUNTED,
        /** Not answered although everything healed. */
        UNANSWERED,
        /** Refused for good although nothing was wrong with it. */
        REFUSED
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
