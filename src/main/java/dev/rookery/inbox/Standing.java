package dev.rookery.inbox;

/** What the owner of a chat says about its inbox rows. */
public sealed interface Standing {

    /** They tell everything: whoever reads them after hearing this misses nothing. */
    record Cold() implements Standing {}

    /** They tell everything but the head, which is this. */
    record Hot(long head) implements Standing {}

    /** Open the chat to know: an earlier owner may have left it hot, or something is on its way. */
    record Unknown() implements Standing {}

    Standing COLD = new Cold();

    Standing UNKNOWN = new Unknown();
}
