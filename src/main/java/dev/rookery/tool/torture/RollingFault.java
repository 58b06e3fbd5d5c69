package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import java.util.function.Consumer;

/** What an operator does for an update: drains each node, starts it again, and waits until the cluster is whole. */
final class RollingFault {
    /** Nodes of a run that has the machine for itself take 5 to 35 s. */
    private static final long WHOLE_MS = 240_000;

    private static final int MOST_RECONNECTS = 2;

    private final Scene scene;
    private final Crowd crowd;
    private final Findings findings;
    private final Consumer<String> telling;

    RollingFault(Scene scene, Crowd crowd, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.crowd = crowd;
        this.findings = findings;
        this.telling = telling;
    }

    String strike() throws InterruptedException {
        crowd.steady(true);
        long from = System.nanoTime();
        restartAll();
        int most = crowd.mostReconnects(from, System.nanoTime());
        crowd.steady(false);
        findings.note("rolling restart: a client connected again at most " + most + " times");
        if (most > MOST_RECONNECTS) {
            findings.violation("A client had to connect again " + most + " times in a rolling restart");
        }
        return "all nodes";
    }

    /** One after the other, so that no chat keeps its owner. */
    void restartAll() throws InterruptedException {
        for (LocalNode node : scene.nodes()) {
            telling.accept("rolling restart: draining " + node.name());
            node.drain();
            scene.linger(1);
            if (!scene.awaitWhole(WHOLE_MS)) {
                findings.violation(node.name() + " is not back from a rolling restart after " + WHOLE_MS / 1000 + " s");
            }
        }
    }
}
