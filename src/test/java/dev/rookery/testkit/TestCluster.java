package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.config.RookeryConfig;
import dev.rookery.node.NodeSurgery;
import dev.rookery.node.RookeryNode;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Real nodes in this JVM, each with its own Vert.x and Hazelcast on free ports, on the engines of the run and a keyspace
 * and key prefix of their own. Started one after the other; stopped by {@link #close}.
 */
public final class TestCluster implements AutoCloseable {
    private static final long START_SECONDS = Patience.SECONDS;
    private static final long STOP_SECONDS = Patience.SECONDS;

    private final Map<String, String> environment;
    private final List<RookeryNode> nodes = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final Set<Integer> killed = new HashSet<>();

    private TestCluster(Map<String, String> environment) {
        this.environment = environment;
    }

    public static TestCluster start(int nodes) {
        return start(nodes, Map.of());
    }

    /** @param overrides settings for every node, by their environment names */
    public static TestCluster start(int nodes, Map<String, String> overrides) {
        Map<String, String> environment = Engines.environment(Engines.freshKeyspace(), Engines.freshKeyPrefix());
        // Weak on purpose: hashing passwords at full strength would be most of what the tests do.
        environment.put("ROOKERY_AUTH_ARGON2_MEMORY_KIB", "256");
        environment.put("ROOKERY_AUTH_ARGON2_ITERATIONS", "1");
        environment.put("ROOKERY_AUTH_SIGN_INS_PER_ADDRESS", "100000");
        // Tests do in a second what people do in an hour; who tests the limits sets this.
        environment.put("ROOKERY_LIMITS_RATED", "false");
        // A machine that runs all tests may hold a node up for longer than one that serves; who tests this sets it.
        environment.put("ROOKERY_CLUSTER_SILENCE", "20s");
        environment.putAll(overrides);
        TestCluster cluster = new TestCluster(environment);
        try {
            for (int i = 0; i < nodes; i++) {
                cluster.addNode(Map.of());
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts one more node and waits until it serves; returns its index. */
    @CanIgnoreReturnValue
    public int addNode(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("ROOKERY_NODE_NAME", "node-" + (nodes.size() + 1));
        settings.put("ROOKERY_CLUSTER_MEMBERS", String.join(",", addresses));
        settings.putAll(overrides);
        RookeryConfig config = Engines.config(settings);
        RookeryNode node = await(RookeryNode.start(config), START_SECONDS);
        nodes.add(node);
        addresses.add("127.0.0.1:" + node.clusterPort());
        return nodes.size() - 1;
    }

    public RookeryNode node(int index) {
        return nodes.get(index);
    }

    public int size() {
        return nodes.size();
    }

    /** Where REST and the web page of a node are. */
    public URI http(int index) {
        return URI.create("http://127.0.0.1:" + nodes.get(index).httpPort());
    }

    public URI management(int index) {
        return URI.create("http://127.0.0.1:" + nodes.get(index).managementPort());
    }

    /** Settings the nodes were started with, by their environment names. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Drains and stops one node; a second call for the same node changes nothing. */
    public void stop(int index) {
        if (!killed.contains(index)) {
            await(nodes.get(index).stop(), STOP_SECONDS);
        }
    }

    /** Makes a node vanish as by kill -9. */
    public void kill(int index) {
        killed.add(index);
        NodeSurgery.kill(nodes.get(index));
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            stop(i);
        }
    }

    private static <T> T await(Future<T> future, long seconds) {
        try {
            return future.await(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the node took longer than " + seconds + " s", e);
        }
    }
}
