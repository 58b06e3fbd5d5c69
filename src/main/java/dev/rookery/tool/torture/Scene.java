package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalCluster;
import dev.rookery.tool.dev.LocalNode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The cluster with everything that can be broken in it: a proxy between each node and each engine (but for a ring of
 * Cassandra, whose nodes tell each other's addresses), a network between nodes if it is to be cut, and a supervisor that
 * starts nodes again that have ended, as operators have one. One thread.
 */
final class Scene {
    private static final long TEND_MS = 100;
    private static final String LOOPBACK = "127.0.0.1";

    private final LocalCluster cluster;
    private final Optional<NodeNetwork> network;
    private final List<CuttingProxy> toCassandra = new ArrayList<>();
    private final List<CuttingProxy> toRedis = new ArrayList<>();
    private final RedisProxy redis;
    private final Set<LocalNode> keptDown = new HashSet<>();
    private int restarts;

    private Scene(LocalCluster cluster, Optional<NodeNetwork> network, RedisProxy redis) {
        this.cluster = cluster;
        this.network = network;
        this.redis = redis;
    }

    /** Puts proxies in front of the engines and starts the nodes. */
    static Scene set(LocalCluster cluster, Optional<NodeNetwork> network, Vertx vertx)
            throws InterruptedException, ExecutionException {
        String host = network.map(NodeNetwork::host).orElse(LOOPBACK);
        Scene scene = new Scene(cluster, network, RedisProxy.before(cluster.redis(), vertx, host));
        network.ifPresent(scene::settle);
        for (LocalNode node : cluster.nodes()) {
            scene.toCassandra.add(CuttingProxy.before(cluster.cassandra(), vertx, host));
            scene.toRedis.add(CuttingProxy.before(scene.redis.address(), vertx, host));
            if (!cluster.hasRing()) {
                node.set("ROOKERY_CASSANDRA_CONTACT_POINTS", last(scene.toCassandra));
            }
            node.set("ROOKERY_REDIS_ADDRESS", last(scene.toRedis));
        }
        cluster.startNodes();
        return scene;
    }

    private void settle(NodeNetwork between) {
        List<Integer> numbers =
                IntStream.range(0, cluster.nodes().size()).boxed().toList();
        cluster.settle(
                numbers.stream().map(between::node).toList(),
                numbers.stream().map(between::launcher).toList());
    }

    private static String last(List<CuttingProxy> proxies) {
        return proxies.get(proxies.size() - 1).address().toString();
    }

    List<LocalNode> nodes() {
        return cluster.nodes();
    }

    LocalCluster cluster() {
        return cluster;
    }

    NodeNetwork network() {
        return network.orElseThrow();
    }

    CuttingProxy toCassandra(int node) {
        return toCassandra.get(node);
    }

    CuttingProxy toRedis(int node) {
        return toRedis.get(node);
    }

    /** Before Redis for all nodes, behind what cuts one of them off. */
    RedisProxy redis() {
        return redis;
    }

    /** Nodes that ended and were started again, for whatever reason. */
    int restarts() {
        return restarts;
    }

    /** The supervisor leaves it alone until {@link #release}. */
    void keepDown(LocalNode node) {
        keptDown.add(node);
    }

    void release(LocalNode node) {
        keptDown.remove(node);
    }

    /** Waits, and meanwhile starts again what has ended. */
    void linger(long millis) throws InterruptedException {
        boolean unused = lingerUntil(() -> false, millis);
    }

    /** As {@link #linger}, until that is so; false if it was not in that time. */
    boolean lingerUntil(BooleanSupplier goal, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!goal.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            tend();
            boolean unused = new CountDownLatch(1).await(Math.min(TEND_MS, left), TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** As {@link #linger}, until that is done. */
    <T> T lingerFor(Future<T> work) throws InterruptedException, ExecutionException {
        while (!work.isDone()) {
            linger(TEND_MS);
        }
        return work.get();
    }

    /** Waits until all nodes serve and see each other, or for so long. */
    boolean awaitWhole(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            int whole = 0;
            for (LocalNode node : cluster.nodes()) {
                whole += node.sees(cluster.nodes().size()) ? 1 : 0;
            }
            if (whole == cluster.nodes().size()) {
                return true;
            }
            linger(TEND_MS);
        }
        return false;
    }

    private void tend() {
        for (LocalNode node : cluster.nodes()) {
            if (!node.isRunning() && !keptDown.contains(node)) {
                restarts++;
                node.start();
            }
        }
    }
}
