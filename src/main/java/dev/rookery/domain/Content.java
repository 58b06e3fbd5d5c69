package dev.rookery.domain;

/**
 * What an entry says. Each kind has a name in {@link ContentKind}, an encoder, a rule of who may do it, a rule of what it
 * changes, and a schema with an example in the contracts.
 */
public sealed interface Content {

    /** All that it says, as one text: two contents of one kind are equal exactly if these are. Not for logs. */
    String fingerprint();

    /** About how many characters it holds: what limits on texts, batches and memory count. */
    default int weight() {
        return fingerprint().length();
    }

    /** What a person wrote. */
    record Message(MessageText text) implements Content {
        @Override
        public String fingerprint() {
            return text.value();
        }
    }

    /** Changes an entry that stands before it in the same chat. Takes effect once it is committed. */
    sealed interface Change extends Content {
        /** The seq of the message that changes. */
        long target();
    }

    /** The author of a message gives it another text. */
    record Edited(long target, MessageText text) implements Change {
        @Override
        public String fingerprint() {
            return target + " " + text.value();
        }

        @Override
        public int weight() {
            return text.value().length();
        }
    }

    /** A message is deleted for everyone. It keeps its seq and its place in every count. */
    record Deleted(long target) implements Change {
        @Override
        public String fingerprint() {
            return Long.toString(target);
        }
    }

    /**
     * The author of the entry reacts to a message, or takes that back.
     *
     * @param on false takes back what the same person reacted with before
     */
    record Reacted(long target, Emoji emoji, boolean on) implements Change {
        @Override
        public String fingerprint() {
            return target + " " + on + " " + emoji.value();
        }
    }

    /**
     * What a message, or an edit of it, said before the message was deleted for everyone. Nobody sends it; whoever repeats what
     * stood here is answered as before.
     *
     * @param deletion the seq of that deletion
     */
    record Removed(long deletion) implements Content {
        @Override
        public String fingerprint() {
            return Long.toString(deletion);
        }
    }

    /** Keeps a seq whose message never became durable, so that the log is dense. Nobody is shown it. */
    record Voided() implements Content {
        @Override
        public String fingerprint() {
            return "";
        }
    }

    /**
     * What a newer node wrote and this one does not know. It is passed over, never guessed at, and stored again as it was
     * where a new owner has to.
     *
     * @param version of the stored bytes, and {@code number} the kind in them; 0 where it came from no store
     * @param bytes what follows in the store, each byte as one character of ISO 8859-1
     */
    record Unknown(int version, int number, String bytes) implements Content {
        /** It came from another node, which knows it. */
        public static final Unknown ELSEWHERE = new Unknown(0, 0, "");

        @Override
        public String fingerprint() {
            return version + " " + number + " " + bytes;
        }

        @Override
        public String toString() {
            return "Unknown[version=" + version + ", number=" + number + "]";
        }
    }
}
