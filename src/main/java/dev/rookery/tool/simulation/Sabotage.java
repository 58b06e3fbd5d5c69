package dev.rookery.tool.simulation;

/**
 * Ways to take a protection away, so that tests can show that the checks notice. All of them are done to the machines
 * from outside: none of them has a switch for it.
 */
public enum Sabotage {
    /** What is stored counts as confirmed, without asking whether the session lives. */
    NO_CONFIRM,
    /** A chat is served as soon as its activation is stored. */
    NO_CONFIRM_OF_ACTIVATION,
    /** Activation writes the tail again, and no range tombstone. */
    NO_TOMBSTONE,
    /** The tail is written again with the timestamp of the tombstone. */
    REWRITE_AT_TOMBSTONE,
    /** The tail is not written again at all, only deleted from the reach of late writes. */
    NO_REWRITE,
    /** An owner has more seqs uncommitted than activation looks back for. */
    WIDE_WINDOW,
    /** The next batch does not wait for the one before. */
    NO_PREFIX,
    /** A new owner does not know what was sent to the one before. */
    NO_DEDUP,
    /** A change of a shard whose outcome is not known counts as made. */
    CAS_GUESS,
    /** A fence counts as set before a quorum read showed it. */
    NO_FENCE_READ,
    /** A shard is let go while its chats still answer. */
    RELEASE_WHILE_WRITING,
    /** A failed batch is written again with another time in it. */
    CHANGED_RETRY,
    /** A process that is told that it is fenced does not end. */
    FENCED_RUNS_ON,
    /** A process that is told that it is fenced answers whoever waits before it ends. */
    FENCED_ANSWERS,
    /** A process asks for its own session only when something waits for a confirmation. */
    FENCED_LOOKS_AWAY,
    /** A client does not ask which owner numbered what it was delivered. */
    EPOCH_BLIND,
    /** A node does not write again what the store may have lost. */
    NO_MENDING,
    /** A node confirms what it does while the store has not got back what it lost. */
    CONFIRMS_UNMENDED,
    /** A chat is dropped from memory before it is written into the inbox. */
    UNFLUSHED_DROP,
    /** An owner acknowledges a while before the next one would find the chat in a hot list. */
    ACK_BEFORE_HOT,
    /** A tail that is ahead of the inbox is served without standing in a hot list. */
    TAIL_UNLISTED,
    /** A new owner does not look into the hot lists of the ones before. */
    NO_WORKING_OFF,
    /** A new owner takes for cold what it does not know yet. */
    COLD_UNKNOWN,
    /** An owner says what is cold without asking whether it is still the owner. */
    COLD_UNCONFIRMED,
    /** A sync reads the inbox before it asks the owners. */
    HEADS_READ_FIRST,
    /** A change is applied to its message as soon as it has a seq. */
    APPLIES_UNCOMMITTED,
    /** The window moves on as soon as the write that applies a change is begun. */
    WINDOW_PAST_UNAPPLIED,
    /** A new owner takes the changes among its newest entries for applied. */
    NO_APPLYING_AGAIN,
    /** A new owner applies changes to a message that has them already. */
    APPLIES_TWICE,
    /** The tail is written again without what became of its entries. */
    STATE_LEFT_BEHIND,
    /** A message is deleted, and the edits of it keep their texts. */
    EDITS_KEEP_TEXTS
}
