package dev.rookery.tool.dev;

import dev.rookery.tool.engine.ChildProcess;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The nodes as child processes. One that ends, for whatever reason, is started again: a node is made to be replaced.
 * Only on the supervisor's thread.
 */
final class NodeFleet {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** What a node may need to close its clients after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final DevOptions options;
    private final NodeSettings settings;
    private final DataDirectory data;
    private final BlockingQueue<Runnable> events;
    private final Progress progress;
    private final List<NodeAddresses> plan;
    private final Duration grace;
    private final Map<NodeAddresses, ChildProcess> running = new HashMap<>();

    NodeFleet(
            DevOptions options,
            NodeSettings settings,
            DataDirectory data,
            List<NodeAddresses> plan,
            BlockingQueue<Runnable> events,
            Progress progress) {
        this.options = options;
        this.settings = settings;
        this.data = data;
        this.plan = plan;
        this.events = events;
        this.progress = progress;
        this.grace = settings.configOf(plan).node().drainTimeout().plus(CLOSING);
    }

    /** Returns when every node is ready and sees all the others. */
    void start() throws InterruptedException {
        for (NodeAddresses node : plan) {
            ChildProcess child = launch(node);
            watch(node, child, new RestartDelay());
        }
        NodeProbe probe = new NodeProbe(options.host());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (NodeAddresses node : plan) {
            while (probe.nodesSeenBy(node.management()) < plan.size()) {
                refuseEnded();
                if (System.nanoTime() > deadline) {
                    throw new EngineException(String.format(
                            Locale.ROOT,
                            "%s was not ready after %d s (log: %s)",
                            node.name(),
                            PATIENCE.toSeconds(),
                            data.log(node.name())));
                }
            }
        }
    }

    private ChildProcess launch(NodeAddresses node) {
        ChildProcess child = ChildProcess.start(
                new ChildProcess.Command(
                        node.name(),
                        NodeCommand.of(options, node.equals(plan.get(0))),
                        settings.environment(node, plan),
                        Path.of("").toAbsolutePath(),
                        data.log(node.name()),
                        grace),
                data.children());
        running.put(node, child);
        return child;
    }

    /** While starting, a node that ends is a failure, not something to repeat. */
    private void refuseEnded() {
        for (ChildProcess child : running.values()) {
            if (child.endsWithin(PAUSE.dividedBy(running.size()))) {
                throw new EngineException(child.obituary());
            }
        }
    }

    private void watch(NodeAddresses node, ChildProcess child, RestartDelay delay) {
        long start = System.nanoTime();
        CompletableFuture<Void> unused = child.ended().thenRun(() -> {
            Duration lived = Duration.ofNanos(System.nanoTime() - start);
            events.add(() -> replace(node, child, delay, lived));
        });
    }

    private void replace(NodeAddresses node, ChildProcess ended, RestartDelay delay, Duration lived) {
        Duration pause = delay.after(lived);
        progress.say(ended.obituary() + "; starting it again in " + pause.toSeconds() + " s");
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> events.add(() -> {
                    ChildProcess child = launch(node);
                    progress.say(node.name() + " runs again as process " + child.pid());
                    watch(node, child, delay);
                }));
    }

    /** Lets all drain at the same time; returns when all are gone. */
    void end() {
        ChildProcess.stopAll(running.values());
        running.clear();
    }
}
