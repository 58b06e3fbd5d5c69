package dev.rookery.tool.dev;

import dev.rookery.config.HostPort;
import dev.rookery.tool.engine.CassandraRing;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedCassandra;
import dev.rookery.tool.engine.EmbeddedRedis;
import dev.rookery.tool.engine.EngineException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of node processes with engines of its own, on free loopback ports, for whoever wants to measure or to break
 * one. Unlike {@link DevSupervisor} it replaces nothing that ends. One thread; {@link #close} ends everything.
 */
public final class LocalCluster implements AutoCloseable {
    /** Settings with which one machine can play many people: weak passwords, no limit of sign-ups, long-lived tokens. */
    public static final Map<String, String> FOR_LOAD = Map.of(
            "ROOKERY_AUTH_ARGON2_MEMORY_KIB", "256",
            "ROOKERY_AUTH_ARGON2_ITERATIONS", "1",
            "ROOKERY_AUTH_SIGN_INS_PER_ADDRESS", "1000000",
            "ROOKERY_AUTH_ACCESS_TOKEN_LIFETIME", "12h",
            "ROOKERY_LIMITS_RATED", "false",
            "ROOKERY_LIMITS_SESSIONS_PER_ADDRESS", "1000000",
            "ROOKERY_LIMITS_SESSIONS_PER_USER", "1000000",
            "ROOKERY_LIMITS_SESSIONS_PER_DEVICE", "1000000");

    /** Options of a JVM that starts for a third of the CPU and is slow afterwards. */
    public static final String QUICK_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** The setting that asks for a {@link CassandraRing}. */
    public static final String REPLICATION_FACTOR = "ROOKERY_CASSANDRA_REPLICATION_FACTOR";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LOOK_MS = 100;
    private static final String LOOPBACK = "127.0.0.1";

    private final Wish wish;
    private final DataDirectory data;
    private final NodeSettings settings;
    private final Progress progress;
    private final List<LocalNode> nodes = new ArrayList<>();
    /** What ends a part, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private Optional<EmbeddedCassandra> ownCassandra = Optional.empty();
    private Optional<CassandraRing> ring = Optional.empty();
    /** Of the ring: the one that is killed next. */
    private int victim;

    private Optional<EmbeddedRedis> ownRedis = Optional.empty();
    private HostPort cassandra = new HostPort(LOOPBACK, 0);
    private HostPort redis = new HostPort(LOOPBACK, 0);

    /**
     * What to start.
     *
     * @param settings of every node, by their environment names; they win over the environment. With a replication factor
     *     of 3 an own Cassandra is a {@link CassandraRing}
     * @param cassandra one that runs already, else one is started
     * @param redis likewise
     * @param environment of this process
     */
    public record Wish(
            int nodes,
            Path data,
            Map<String, String> settings,
            String nodeHeap,
            String cassandraHeap,
            Optional<HostPort> cassandra,
            Optional<HostPort> redis,
            Map<String, String> environment) {}

    private LocalCluster(Wish wish, DataDirectory data, PrintStream out) {
        this.wish = wish;
        this.data = data;
        this.settings = new NodeSettings(options(wish, data.root()));
        this.progress = new Progress(out);
    }

    private static DevOptions options(Wish wish, Path data) {
        return new DevOptions(
                wish.nodes(),
                LOOPBACK,
                0,
                0,
                data,
                Optional.empty(),
                wish.cassandraHeap(),
                wish.nodeHeap(),
                wish.environment());
    }

    /** Starts the engines and applies the schema, but no node yet. What fails ends what was started. */
    public static LocalCluster startEngines(Wish wish, PrintStream out)
            throws InterruptedException, ExecutionException {
        LocalCluster cluster = new LocalCluster(wish, DataDirectory.open(wish.data()), out);
        try {
            cluster.start();
            return cluster;
        } catch (RuntimeException | InterruptedException | ExecutionException e) {
            cluster.close();
            throw e;
        }
    }

    private void start() throws InterruptedException, ExecutionException {
        settings.signWithKeyIn(data);
        settings.knowEachOtherBy(data);
        if (wish.cassandra().isEmpty()) {
            progress.step("Maven", () -> EmbeddedCassandra.fetch(wish.environment()) + " jars of Cassandra are there");
            progress.step("Cassandra", wantsRing() ? this::startRing : this::startCassandra);
        }
        cassandra = wish.cassandra().orElse(cassandra);
        if (wish.redis().isEmpty()) {
            progress.step("Redis", this::startRedis);
        }
        redis = wish.redis().orElse(redis);
        Map<String, String> last = new HashMap<>(wish.settings());
        last.put(
                "ROOKERY_CASSANDRA_CONTACT_POINTS",
                ring.map(nodes -> String.join(",", nodes.contactPoints())).orElse(cassandra.toString()));
        last.put("ROOKERY_REDIS_ADDRESS", redis.toString());
        List<NodeAddresses> plan = new ArrayList<>();
        for (int i = 1; i <= wish.nodes(); i++) {
            String name = "node-" + i;
            plan.add(new NodeAddresses(
                    name,
                    data.ports().port(name + "-http"),
                    data.ports().port(name + "-management"),
                    data.ports().port(name + "-cluster"),
                    data.ports().port(name + "-bus")));
        }
        for (NodeAddresses node : plan) {
            Map<String, String> environment = settings.environment(node, plan);
            environment.putAll(last);
            nodes.add(new LocalNode(node, NodeCommand.of(options(wish, data.root()), false), environment, data));
        }
        progress.step(
                "Schema", () -> SchemaStep.apply(settings.configOf(plan, last).cassandra()));
    }

    private String startCassandra() {
        EmbeddedCassandra started = EmbeddedCassandra.start(data, wish.environment(), wish.cassandraHeap());
        ownCassandra = Optional.of(started);
        cassandra = new HostPort(LOOPBACK, started.port());
        return "ready on " + cassandra;
    }

    private boolean wantsRing() {
        return Integer.toString(CassandraRing.NODES).equals(wish.settings().get(REPLICATION_FACTOR));
    }

    private String startRing() {
        CassandraRing started = CassandraRing.start(data, wish.environment(), wish.cassandraHeap());
        ring = Optional.of(started);
        cassandra = new HostPort(started.node(0).address(), started.node(0).port());
        return "ready on " + String.join(", ", started.contactPoints());
    }

    private String startRedis() {
        EmbeddedRedis started = EmbeddedRedis.start(data);
        ownRedis = Optional.of(started);
        redis = new HostPort(LOOPBACK, started.port());
        return "ready on " + redis;
    }

    /** Starts every node; returns when all are ready and see each other. */
    public void startNodes() throws InterruptedException, ExecutionException {
        ends.push(() -> nodes.forEach(LocalNode::kill));
        progress.step("Nodes", () -> {
            for (LocalNode node : nodes) {
                node.start();
            }
            awaitReady();
            return nodes.size() + " ready in one cluster";
        });
    }

    /** All of them all the time: one that ends while another is waited for has to be started again. */
    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int ready = 0;
        while (ready < nodes.size()) {
            if (System.nanoTime() > deadline) {
                throw new EngineException(String.format(
                        Locale.ROOT,
                        "%d of %d nodes were ready after %d s (logs: %s)",
                        ready,
                        nodes.size(),
                        PATIENCE.toSeconds(),
                        data.root()));
            }
            boolean unused = new CountDownLatch(1).await(LOOK_MS, TimeUnit.MILLISECONDS);
            ready = 0;
            for (LocalNode node : nodes) {
                ready += node.becomesReady(nodes.size()) ? 1 : 0;
            }
        }
    }

    public List<LocalNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Where CQL is served. */
    public HostPort cassandra() {
        return cassandra;
    }

    public HostPort redis() {
        return redis;
    }

    /** Empty if one was given. */
    public Optional<EmbeddedCassandra> ownCassandra() {
        return ownCassandra;
    }

    public Optional<EmbeddedRedis> ownRedis() {
        return ownRedis;
    }

    /** Whether Cassandra is three nodes: then its clients find each by itself, whatever address they were given. */
    public boolean hasRing() {
        return ring.isPresent();
    }

    /** Kills Cassandra, of a ring one node, the next one each time. */
    public void killCassandra() {
        ring.map(nodes -> nodes.node(victim))
                .or(() -> ownCassandra)
                .orElseThrow()
                .process()
                .killHard();
    }

    /** Starts what was killed again on its data and port; returns when it answers. */
    public void reviveCassandra() {
        if (ring.isPresent()) {
            ring.get().restart(victim);
            victim = (victim + 1) % CassandraRing.NODES;
        } else {
            ownCassandra = Optional.of(ownCassandra.orElseThrow().again());
        }
    }

    /** Kills Redis; what it held is gone. */
    public void killRedis() {
        ownRedis.orElseThrow().process().killHard();
    }

    /** Starts Redis again, empty, on its port; returns when it answers. */
    public void reviveRedis() {
        ownRedis = Optional.of(ownRedis.orElseThrow().again());
    }

    /** Empties Redis while it runs. */
    public void flushRedis() {
        ownRedis.orElseThrow().flush();
    }

    /**
     * Before the nodes are started: where each of them is instead of on loopback.
     *
     * @param hosts an address of each node, which this process can reach
     * @param launchers what goes before the command line of each node, to start it there
     */
    public void settle(List<String> hosts, List<List<String>> launchers) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            members.add(nodes.get(i).clusterAddress(hosts.get(i)));
        }
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).settle(hosts.get(i), String.join(",", members), launchers.get(i));
        }
    }

    /** Process ids of the groups server, cassandra and redis, as far as they are this cluster's own. */
    public Map<String, List<Long>> pids() {
        Map<String, List<Long>> pids = new LinkedHashMap<>();
        pids.put("server", nodes.stream().map(LocalNode::pid).toList());
        ownCassandra.ifPresent(
                engine -> pids.put("cassandra", List.of(engine.process().pid())));
        ring.ifPresent(nodes -> pids.put("cassandra", nodes.pids()));
        ownRedis.ifPresent(engine -> pids.put("redis", List.of(engine.process().pid())));
        return pids;
    }

    /** Ends every child at once, from any thread. */
    public void kill() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ownRedis.ifPresent(engine -> engine.process().killHard());
        ownCassandra.ifPresent(engine -> engine.process().killHard());
        ring.ifPresent(CassandraRing::kill);
        data.close();
    }
}
