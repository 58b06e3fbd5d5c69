package dev.rookery.chat.inbox;

/** What the owner of a chat says about its inbox rows. */
public sealed interface Standing {

    /** They tell its head: whoever reads them after hearing this misses nothing. */
    record Cold() implements Standing {}

    /** They may be behind: the head is this. */
    record Hot(long head) implements Standing {}

    /** An earlier owner may have left it hot, and it is not worked off yet: open the chat to know. */
    record Unknown() implements Standing {}

    Standing COLD = new Cold();

    Standing UNKNOWN = new Unknown();
}
