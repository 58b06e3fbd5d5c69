package dev.rookery.chat.sequencer;

import dev.rookery.store.MessageLog;

/**
 * The bounds of one chat's log. Characters are Java chars: at most 3 bytes of UTF-8 each.
 *
 * @param window how many seqs may be uncommitted: a safety limit, since a new owner looks back exactly this far. Never
 *     lower it while a node with the larger one lives
 * @param bucketSize seqs of one partition of the store; a batch never crosses the edge, so it is stored as a whole
 * @param maxWaiting sends that wait for the window
 * @param maxWaitingCharacters of all texts that wait for the window
 * @param maxBatchCharacters of all texts of one batch, unless it has only one entry
 * @param remembered of how many newest entries a repeated send is recognised
 */
public record LogLimits(
        int window, int bucketSize, int maxWaiting, int maxWaitingCharacters, int maxBatchCharacters, int remembered) {
    /** W of the design. */
    public static final int WINDOW = MessageLog.COMMIT_WINDOW;
    /** Repeats are recognised among this many newest entries of a chat. */
    public static final int REMEMBERED = 1_000;
    /** So many of them a new owner reads; those that were in doubt when its predecessor was lost are among them. */
    public static final int INHERITED = 200;

    private static final int MAX_WAITING_CHARACTERS = 2_000_000;
    private static final int MAX_BATCH_CHARACTERS = 350_000;

    public LogLimits {
        if (window < 1 || bucketSize < 1 || maxWaiting < 1 || remembered < 0) {
            throw new IllegalArgumentException("a log needs room for at least one entry");
        }
    }

    public static LogLimits standard(int bucketSize, int maxWaiting) {
        return new LogLimits(WINDOW, bucketSize, maxWaiting, MAX_WAITING_CHARACTERS, MAX_BATCH_CHARACTERS, REMEMBERED);
    }
}
