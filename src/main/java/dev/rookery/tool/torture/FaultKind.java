package dev.rookery.tool.torture;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the nemesis can do. */
public enum FaultKind {
    /** Ends a node as {@code kill -9} does; it comes back. */
    KILL(true),
    /** Stops every thread of a node for longer than the others wait, then lets it go on. */
    PAUSE(true),
    /** As {@link #PAUSE}, but for so long that the cluster manager gives it up; no other node may end over that. */
    FREEZE(true),
    /** Asks a node to leave; it comes back. */
    DRAIN(true),
    /** Drains every node and starts it again, one after the other. */
    ROLLING(true),
    /** Holds back what a node writes to Cassandra until it is deposed, or killed and replaced; then Cassandra gets it. */
    LATE(true),
    /** Cuts the network between nodes, which all still reach the engines and their clients. */
    PARTITION(true),
    /** Cuts a node off from Cassandra or from Redis. */
    CUT(false),
    /** Kills Cassandra; it comes back with its data. Then every chat gets another owner. */
    CASSANDRA(true),
    /** Kills Redis; it comes back empty. */
    REDIS(false),
    /** Empties Redis while it runs. */
    FLUSH(false),
    /** One user and strangers at one address make a node hold and do as much as they can. */
    HOSTILE(false),
    /** Makes Redis the replica of nobody, so that it can be read and takes no writes. */
    REDIS_READONLY(false),
    /** Lets Redis answer with errors. */
    REDIS_ERRORS(false),
    /** Takes keys away from Redis silently, or brings it back to an older state. */
    REDIS_FORGETS(false);

    private final boolean takesChats;

    FaultKind(boolean takesChats) {
        this.takesChats = takesChats;
    }

    /** Whether others have to take over the chats of a node. */
    boolean takesChats() {
        return takesChats;
    }

    /** Whether nothing breaks if all is well. */
    boolean breaksNothing() {
        return this == HOSTILE;
    }

    /** Whether it can be done when Cassandra is a ring, which nodes reach without proxies and on loopback only. */
    public boolean isForRing() {
        return this != LATE && this != PARTITION;
    }

    /** As it is written on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, separated by commas. */
    public static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(","));
    }
}
