package dev.rookery.edge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections a node may take from clients so that files are left for its engines, its peers and its logs. */
public final class OpenFiles {
    /** Jars, logs, Cassandra, Redis, the other nodes, the management port. */
    private static final int RESERVE = 512;
    /** Where the operating system does not say. */
    private static final int UNKNOWN = 4_096;

    private static final int FEWEST = 128;

    private OpenFiles() {}

    /** By the limit of this process ({@code ulimit -n}) as it is now. */
    public static int forConnections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? forConnections(system.getMaxFileDescriptorCount())
                : UNKNOWN;
    }

    /** @param limit files that the process may have open */
    static int forConnections(long limit) {
        long left = limit - RESERVE - limit / 16;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(left, Math.max(FEWEST, limit / 4)));
    }
}
