package dev.rookery.chat.sequencer;

import java.time.Instant;

/** What became of a send when it arrived. */
public sealed interface Admission {

    /** It will get a seq; its key is told when it is committed. */
    record Accepted() implements Admission {}

    /** The same send is on its way already; its key is told when it is committed. */
    record Joined() implements Admission {}

    /** The same send was committed before, as this. */
    record Stored(long seq, Instant at) implements Admission {}

    /** It changed nothing. */
    record Refused(Reason reason) implements Admission {}

    /** Why a send was refused. */
    enum Reason {
        /** Its key belongs to another content. */
        CONFLICT,
        /** Too many wait. */
        FULL,
        /** The log takes nothing more. */
        CLOSED,
        /** The log does not have what it must come after. */
        TOO_EARLY
    }
}
