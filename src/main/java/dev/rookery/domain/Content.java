package dev.rookery.domain;

/**
 * What an entry says. Each kind has an encoder, a rule of who may do it, a rule of what it changes, and a schema with an
 * example in the contracts.
 */
public sealed interface Content {

    /** What a person wrote. */
    record Message(MessageText text) implements Content {}

    /** Changes an entry that stands before it in the same chat. Takes effect once it is committed. */
    sealed interface Change extends Content {
        /** The seq of the message that changes. */
        long target();
    }

    /** The author of a message gives it another text. */
    record Edited(long target, MessageText text) implements Change {}

    /** A message is deleted for everyone. It keeps its seq and its place in every count. */
    record Deleted(long target) implements Change {}

    /**
     * The author of the entry reacts to a message, or takes that back.
     *
     * @param on false takes back what the same person reacted with before
     */
    record Reacted(long target, Emoji emoji, boolean on) implements Change {}

    /** Keeps a seq whose message never became durable, so that the log is dense. Nobody is shown it. */
    record Voided() implements Content {}

    /**
     * A kind that a newer node wrote and this one does not know. It is passed over, never guessed at.
     *
     * @param kind its number in the store
     */
    record Unknown(int kind) implements Content {}
}
