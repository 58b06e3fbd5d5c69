package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Breaks one thing after the other, as a seed says: every wanted kind once in a random order, then any of them. Waits
 * until a fault is healed before it does the next, as a cluster may survive only one node at a time. One thread.
 */
final class Nemesis {
    private static final long TALKING_MS = 60_000;
    private static final long WHOLE_AGAIN_MS = 90_000;
    /** In which it may show that something is missing. */
    private static final int FLUSHED_MS = 3_000;

    private static final int REST_MS = 2_500;
    private static final int SHORTEST_REST_MS = 500;
    /** In which what was sent in a hurry is answered. */
    private static final int SETTLING_MS = 10_000;

    private final Scene scene;
    private final Crowd crowd;
    private final Random random;
    private final List<FaultKind> kinds;
    private final Deque<FaultKind> unused;
    private final Consumer<String> telling;
    private final List<Fault> faults = new ArrayList<>();

    private final LateWriteFault lateWrites;
    private final PartitionFault partition;
    private final RollingFault rolling;
    private final HostileFault hostile;
    private final CassandraFault cassandra;
    private final FreezeFault freeze;
    private final RedisTroubleFault redisTrouble;

    Nemesis(Scene scene, Crowd crowd, Findings findings, long seed, List<FaultKind> kinds, Consumer<String> telling) {
        this.scene = scene;
        this.crowd = crowd;
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
        List<FaultKind> shuffled = new ArrayList<>(kinds);
        Collections.shuffle(shuffled, random);
        this.unused = new ArrayDeque<>(shuffled);
        this.telling = telling;
        this.lateWrites = new LateWriteFault(scene, crowd, findings, telling);
        this.partition = new PartitionFault(scene, findings, telling);
        this.hostile = new HostileFault(scene, findings, telling);
        this.redisTrouble = new RedisTroubleFault(scene, new QuietChats(crowd.swarm(), scene), findings, telling);
        this.rolling = new RollingFault(scene, crowd, findings, telling);
        this.cassandra = new CassandraFault(scene, rolling, findings, telling);
        this.freeze = new FreezeFault(scene, crowd, findings, telling);
    }

    List<Fault> faults() {
        return faults;
    }

    /**
     * Blocks. Begins when something was acknowledged in every chat.
     *
     * @param warm for how long everybody then sends without a rest, so that all are warm
     * @param duration after which it begins only what was wanted and not done yet
     */
    void rage(Duration warm, Duration duration) throws InterruptedException, ExecutionException {
        begin(warm);
        long deadline = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < deadline || !unused.isEmpty()) {
            FaultKind kind = unused.isEmpty() ? kinds.get(random.nextInt(kinds.size())) : unused.remove();
            int node = random.nextInt(scene.nodes().size());
            long from = System.nanoTime();
            String target = strike(kind, node);
            boolean whole = scene.awaitWhole(WHOLE_AGAIN_MS);
            faults.add(new Fault(kind, target, from, System.nanoTime()));
            telling.accept(String.format(
                    Locale.ROOT,
                    "%s of %s is over%s",
                    kind.word(),
                    target,
                    whole ? "" : ", but the cluster is not whole again"));
            scene.linger(SHORTEST_REST_MS + random.nextInt(REST_MS));
        }
    }

    private void begin(Duration warm) throws InterruptedException {
        boolean hurried = !warm.isZero();
        crowd.hurry(hurried);
        // Whom a cold node lets wait must not make it colder by going elsewhere.
        crowd.steady(hurried);
        if (!scene.lingerUntil(crowd::talksEverywhere, TALKING_MS)) {
            telling.accept("not every chat is in use");
        }
        scene.linger(warm.toMillis());
        crowd.hurry(false);
        scene.linger(hurried ? SETTLING_MS : SHORTEST_REST_MS);
        crowd.steady(false);
    }

    private String strike(FaultKind kind, int number) throws InterruptedException, ExecutionException {
        LocalNode node = scene.nodes().get(number);
        return switch (kind) {
            case KILL -> kill(node);
            case PAUSE -> pause(node);
            case FREEZE -> freeze.strike(number);
            case DRAIN -> drain(node);
            case ROLLING -> rolling.strike();
            case LATE -> lateWrites.strike(number, random);
            case PARTITION -> partition.strike(number, random);
            case CUT -> cut(node, number);
            case CASSANDRA -> cassandra.strike(random);
            case REDIS -> redis();
            case FLUSH -> flush();
            case HOSTILE -> hostile.strike(number);
            case REDIS_READONLY, REDIS_ERRORS, REDIS_FORGETS -> redisTrouble.strike(kind, random);
        };
    }

    private String kill(LocalNode node) throws InterruptedException {
        telling.accept("kill -9 " + node.name());
        scene.keepDown(node);
        node.kill();
        scene.linger(between(500, 6_000));
        scene.release(node);
        return node.name();
    }

    private String pause(LocalNode node) throws InterruptedException {
        int millis = between(3_000, 12_000);
        telling.accept("stopping every thread of " + node.name() + " for " + millis + " ms");
        node.pause();
        scene.linger(millis);
        node.resume();
        scene.linger(between(500, 1_500));
        return node.name();
    }

    private String drain(LocalNode node) throws InterruptedException {
        telling.accept("draining " + node.name());
        node.drain();
        scene.linger(1);
        return node.name();
    }

    private String cut(LocalNode node, int number) throws InterruptedException {
        boolean cassandra = random.nextBoolean() && !scene.cluster().hasRing();
        CuttingProxy wire = cassandra ? scene.toCassandra(number) : scene.toRedis(number);
        String engine = cassandra ? "Cassandra" : "Redis";
        int millis = between(1_000, 8_000);
        telling.accept("cutting " + node.name() + " off " + engine + " for " + millis + " ms");
        wire.cut();
        scene.linger(millis);
        wire.heal();
        return node.name() + " off " + engine;
    }

    private String redis() throws InterruptedException {
        telling.accept("kill -9 Redis");
        scene.cluster().killRedis();
        scene.linger(between(100, 4_000));
        scene.cluster().reviveRedis();
        return "Redis";
    }

    private String flush() throws InterruptedException {
        telling.accept("emptying Redis");
        scene.cluster().flushRedis();
        scene.linger(FLUSHED_MS);
        return "Redis";
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low);
    }
}
