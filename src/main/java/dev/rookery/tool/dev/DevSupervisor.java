package dev.rookery.tool.dev;

import dev.rookery.tool.engine.ChildProcess;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedCassandra;
import dev.rookery.tool.engine.EmbeddedRedis;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Starts the engines and the nodes, watches them, and ends them in order: nodes, Redis, Cassandra. Whatever ends before is
 * started again. {@link #stop} and {@link #kill} may be called from any thread.
 */
public final class DevSupervisor {
    private final DevOptions options;
    private final Progress progress;
    private final NodeSettings settings;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    /** What ends a part, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private final Thread supervisor = Thread.currentThread();
    private volatile boolean stopAsked;

    /** To be made by the thread that will run it. */
    public DevSupervisor(DevOptions options, PrintStream out) {
        this.options = options;
        this.progress = new Progress(out);
        this.settings = new NodeSettings(options);
        settings.skipRehearsal();
    }

    /** Asks {@link #run} to end everything in order and to return. */
    public void stop() {
        stopAsked = true;
        supervisor.interrupt();
    }

    /** Ends every child at once. */
    public void kill() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    /** Blocks until {@link #stop} is called. Whatever makes it end before is thrown after everything was ended. */
    public void run() throws InterruptedException, ExecutionException {
        try (DataDirectory data = DataDirectory.open(options.data())) {
            progress.say("Data and logs are in " + data.root());
            data.children().endOrphans().forEach(orphan -> progress.say("Ended " + orphan + ", left by a killed run."));
            try {
                start(data);
                watch();
            } catch (RuntimeException | InterruptedException | ExecutionException e) {
                if (!stopAsked) {
                    data.fullDisk().ifPresent(progress::say);
                    throw e;
                }
            } finally {
                endAll();
            }
        }
    }

    private void start(DataDirectory data) throws InterruptedException, ExecutionException {
        List<NodeAddresses> plan = NodeAddresses.plan(options, data.ports());
        settings.signWithKeyIn(data);
        settings.knowEachOtherBy(data);
        NodeFleet fleet = new NodeFleet(options, settings, data, plan, events, progress);
        // They end in the reverse order.
        if (!settings.hasOwnCassandra()) {
            progress.step(
                    "Maven", () -> EmbeddedCassandra.fetch(options.environment()) + " jars of Cassandra are there");
            progress.step("Cassandra", () -> startCassandra(data));
        }
        if (!settings.hasOwnRedis()) {
            progress.step("Redis", () -> startRedis(data));
        }
        progress.step("Schema", () -> SchemaStep.apply(settings.configOf(plan).cassandra()));
        progress.step(plan.size() == 1 ? "Node" : "Nodes", () -> {
            ends.push(fleet::end);
            fleet.start();
            return plan.size() == 1 ? "ready" : plan.size() + " ready in one cluster";
        });
        tellAddresses(plan);
    }

    private String startCassandra(DataDirectory data) {
        EmbeddedCassandra cassandra = EmbeddedCassandra.start(data, options.environment(), options.cassandraHeap());
        settings.cassandraAt(cassandra.port());
        keep(cassandra, EmbeddedCassandra::process, EmbeddedCassandra::again, data);
        return "ready on 127.0.0.1:" + cassandra.port();
    }

    private String startRedis(DataDirectory data) {
        EmbeddedRedis redis = EmbeddedRedis.start(data);
        settings.redisAt(redis.port());
        keep(redis, EmbeddedRedis::process, EmbeddedRedis::again, data);
        return "ready on 127.0.0.1:" + redis.port();
    }

    private <E> void keep(E engine, Function<E, ChildProcess> processOf, UnaryOperator<E> again, DataDirectory data) {
        EngineKeeper<E> keeper = new EngineKeeper<>(engine, processOf, again, data, events, progress);
        ends.push(keeper::stop);
        keeper.watch();
    }

    private void tellAddresses(List<NodeAddresses> plan) {
        String host = NodeProbe.inAddress(options.host());
        progress.finish("Rookery is ready");
        for (NodeAddresses node : plan) {
            progress.say(String.format(
                    Locale.ROOT,
                    "  %s  http://%s:%d/  (health and metrics: http://%s:%d/health/ready, /metrics)",
                    node.name(),
                    host,
                    node.http(),
                    host,
                    node.management()));
        }
        progress.say("Ctrl-C ends it.");
    }

    private void watch() throws InterruptedException {
        while (!stopAsked) {
            events.take().run();
        }
    }

    private void endAll() {
        if (!ends.isEmpty()) {
            progress.say("Stopping.");
            ends.forEach(Runnable::run);
        }
    }
}
