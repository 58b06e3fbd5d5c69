package dev.rookery.tool.simulation;

import java.util.function.Consumer;

/** A write that may be repeated without harm. */
@FunctionalInterface
interface SimWrite {
    /** @param done gets false if it is not known whether it was stored, now or later */
    void run(SimInbox inbox, Consumer<Boolean> done);
}
