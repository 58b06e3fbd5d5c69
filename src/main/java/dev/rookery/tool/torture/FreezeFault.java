package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stops every thread of a node for so long that the cluster manager gives it up too. Its kernel goes on taking connections,
 * which nobody serves: no other node may end over that, and every chat has to go on with the others.
 */
final class FreezeFault {
    private static final double NANOS = 1e9;
    /** For which it stays frozen at least until every chat goes on without it: usually some seconds. */
    private static final long PATIENCE_MS = 60_000;

    private static final long WHOLE_AGAIN_MS = 90_000;
    private static final long SHORT_MS = 30_000;
    private static final long LONG_MS = 70_000;

    private final Scene scene;
    private final Crowd crowd;
    private final Findings findings;
    private final Consumer<String> telling;
    private final Deque<Manner> manners = new ArrayDeque<>(List.of(
            new Manner(SHORT_MS, false),
            new Manner(LONG_MS, true),
            new Manner(LONG_MS, false),
            new Manner(SHORT_MS, true)));

    /** @param alone whether no client is there meanwhile */
    private record Manner(long millis, boolean alone) {}

    FreezeFault(Scene scene, Crowd crowd, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.crowd = crowd;
        this.findings = findings;
        this.telling = telling;
    }

    String strike(int number) throws InterruptedException {
        LocalNode node = scene.nodes().get(number);
        Manner manner = manners.remove();
        manners.add(manner);
        telling.accept("freezing " + node.name() + " for " + manner.millis / 1000 + " s"
                + (manner.alone ? ", without any client" : ""));
        Map<LocalNode, Long> others = others(node);
        crowd.away(manner.alone);
        node.pause();
        long from = System.nanoTime();
        if (!manner.alone) {
            awaitEveryChat(node, from);
        }
        scene.linger(manner.millis - (System.nanoTime() - from) / 1_000_000);
        if (!manner.alone) {
            long late = System.nanoTime();
            if (!scene.lingerUntil(() -> crowd.talksEverywhereSince(late), PATIENCE_MS)) {
                findings.violation("Some chat stood still long after " + node.name() + " froze");
            }
        }
        findEnded(node, others, "was frozen");
        node.resume();
        crowd.away(false);
        // One that was the master of the cluster manager has to find out that it is not any more.
        boolean unused = scene.awaitWhole(WHOLE_AGAIN_MS);
        findEnded(node, others, "woke up");
        return node.name();
    }

    private Map<LocalNode, Long> others(LocalNode frozen) {
        Map<LocalNode, Long> others = new HashMap<>();
        scene.nodes().stream().filter(node -> node != frozen).forEach(node -> others.put(node, node.pid()));
        return others;
    }

    private void awaitEveryChat(LocalNode node, long from) throws InterruptedException {
        if (scene.lingerUntil(() -> crowd.talksEverywhereSince(from), PATIENCE_MS)) {
            String words =
                    String.format(Locale.ROOT, "every chat went on after %.1f s", (System.nanoTime() - from) / NANOS);
            telling.accept(words);
            findings.note("freeze: " + words);
        } else {
            findings.violation(
                    "Some chat stood still for " + PATIENCE_MS / 1000 + " s after " + node.name() + " froze");
        }
    }

    private void findEnded(LocalNode frozen, Map<LocalNode, Long> others, String when) {
        others.forEach((node, pid) -> {
            if (node.pid() != pid || !node.isRunning()) {
                String words = node.name() + " ended when " + frozen.name() + " " + when;
                telling.accept(words);
                findings.violation(words);
                others.put(node, node.pid());
            }
        });
    }
}
