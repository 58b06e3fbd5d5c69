package dev.rookery.torture;

import dev.rookery.dev.LocalCluster;
import dev.rookery.dev.LocalNode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The cluster with everything that can be broken in it: a proxy between each node and each engine (but for a ring of
 * Cassandra, whose nodes tell each other's addresses), and a supervisor that
 * starts nodes again that have ended, as operators have one. One thread.
 */
final class Scene {
    private static final long TEND_MS = 100;

    private final LocalCluster cluster;
    private final List<CuttingProxy> toCassandra = new ArrayList<>();
    private final List<CuttingProxy> toRedis = new ArrayList<>();
    private final Set<LocalNode> keptDown = new HashSet<>();
    private int restarts;

    private Scene(LocalCluster cluster) {
        this.cluster = cluster;
    }

    /** Puts proxies in front of the engines and starts the nodes. */
    static Scene set(LocalCluster cluster, Vertx vertx) throws InterruptedException, ExecutionException {
        Scene scene = new Scene(cluster);
        for (LocalNode node : cluster.nodes()) {
            CuttingProxy cassandra = CuttingProxy.before(cluster.cassandra(), vertx);
            CuttingProxy redis = CuttingProxy.before(cluster.redis(), vertx);
            if (!cluster.hasRing()) {
                node.set("ROOKERY_CASSANDRA_CONTACT_POINTS", cassandra.address().toString());
            }
            node.set("ROOKERY_REDIS_ADDRESS", redis.address().toString());
            scene.toCassandra.add(cassandra);
            scene.toRedis.add(redis);
        }
        cluster.startNodes();
        return scene;
    }

    List<LocalNode> nodes() {
        return cluster.nodes();
    }

    LocalCluster cluster() {
        return cluster;
    }

    CuttingProxy toCassandra(int node) {
        return toCassandra.get(node);
    }

    CuttingProxy toRedis(int node) {
        return toRedis.get(node);
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
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            tend();
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            boolean unused = new CountDownLatch(1).await(Math.max(1, Math.min(TEND_MS, left)), TimeUnit.MILLISECONDS);
        }
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
