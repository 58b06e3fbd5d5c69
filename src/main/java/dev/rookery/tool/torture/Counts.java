package dev.rookery.tool.torture;

import java.util.HashSet;
import java.util.Set;

/** What all guests did together. On the loop of the swarm. */
final class Counts {
    int sent;
    int acked;
    int repeated;
    /** How often somebody was told to try again. */
    int putOff;

    int connected;
    int syncs;

    /** Chats in which something was acknowledged. */
    final Set<String> answered = new HashSet<>();
}
