package dev.rookery.tool.engine;

import java.util.List;

/** Options of a JVM whose objects die young or stay for minutes, as in a node and in Cassandra. */
public final class HeapOptions {
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    /**
     * Collections copy what is young once, not up to fifteen times: messages that an owner remembers, and the store's
     * memtables, outlive many of them anyway. On Linux memory comes by 2 MB: by 4 KB a collection that uses new memory
     * stands still for it, up to 0.2 s on a virtual machine (docs/benchmarks.md).
     */
    public static final List<String> STEADY = LINUX
            ? List.of("-XX:MaxTenuringThreshold=1", "-XX:+UseTransparentHugePages")
            : List.of("-XX:MaxTenuringThreshold=1");

    private HeapOptions() {}
}
