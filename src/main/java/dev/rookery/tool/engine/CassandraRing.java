package dev.rookery.tool.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Three Cassandra nodes of one cluster as child processes, for tests of what happens when one of them is lost: on
 * 127.0.0.1, 127.0.0.2 and 127.0.0.3, with the same ports, each with a third of the ring. To be used with a replication
 * factor of 3. It takes about 1 GB of memory a node. Blocking; for one thread.
 */
public final class CassandraRing {
    public static final int NODES = 3;

    private final DataDirectory data;
    private final Map<String, String> environment;
    private final String heap;
    private final int port;
    private final List<EmbeddedCassandra> nodes = new ArrayList<>();

    private CassandraRing(DataDirectory data, Map<String, String> environment, String heap) {
        this.data = data;
        this.environment = environment;
        this.heap = heap;
        this.port = data.ports().port("cassandra");
    }

    /**
     * Starts one node after the other; returns when all answer CQL. On failure those that run already are ended. Parameters
     * are those of {@link EmbeddedCassandra#start}.
     */
    public static CassandraRing start(DataDirectory data, Map<String, String> environment, String heap) {
        CassandraRing ring = new CassandraRing(data, environment, heap);
        try {
            for (int node = 0; node < NODES; node++) {
                refuseMissing(address(node));
                ring.nodes.add(ring.launch(node));
            }
            return ring;
        } catch (EngineException e) {
            ring.kill();
            throw e;
        }
    }

    /** Linux has all of 127.0.0.0/8, macOS wants each address to be added. */
    private static void refuseMissing(String address) {
        if (!FreePorts.isFree(address, 0)) {
            throw new EngineException("This machine has no loopback address " + address
                    + ": add it (macOS: sudo ifconfig lo0 alias " + address + ").");
        }
    }

    private EmbeddedCassandra launch(int node) {
        String name = node == 0 ? "cassandra" : "cassandra-" + (node + 1);
        long third = Long.MAX_VALUE / NODES * 2;
        EmbeddedCassandra.Place place =
                new EmbeddedCassandra.Place(name, address(node), address(0), Long.MIN_VALUE + 1 + node * third);
        return EmbeddedCassandra.start(data, environment, heap, place, port);
    }

    private static String address(int node) {
        return "127.0.0." + (node + 1);
    }

    /** {@code host:port} of every node, as {@code rookery.cassandra.contactPoints} wants them. */
    public List<String> contactPoints() {
        return nodes.stream().map(node -> node.address() + ":" + node.port()).toList();
    }

    /** The process that now is this node, 0 to 2. */
    public EmbeddedCassandra node(int index) {
        return nodes.get(index);
    }

    /** Starts a node again that has ended; returns when it answers CQL. The others may see it a moment later. */
    public void restart(int index) {
        nodes.set(index, nodes.get(index).again());
    }

    /** Process ids, first node first. */
    public List<Long> pids() {
        return nodes.stream().map(node -> node.process().pid()).toList();
    }

    /** Ends all at once. */
    public void kill() {
        nodes.forEach(node -> node.process().killHard());
    }
}
