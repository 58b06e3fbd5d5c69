package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes writes of an owner arrive when it is none any more: what a node sends to Cassandra is held back until messages are
 * among it, and until others have taken over, activated the chats and acknowledged the same messages; only then does
 * Cassandra get it. The node is killed meanwhile, or lives and sees its writes succeed: then it must not acknowledge them.
 */
final class LateWriteFault {
    private static final long UNDER_WAY_MS = 5_000;
    private static final long TAKEN_OVER_MS = 40_000;

    private final Scene scene;
    private final Crowd crowd;
    private final Findings findings;
    private final Consumer<String> telling;

    LateWriteFault(Scene scene, Crowd crowd, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.crowd = crowd;
        this.findings = findings;
        this.telling = telling;
    }

    String strike(int first, Random random) throws InterruptedException {
        boolean kill = random.nextBoolean();
        int nodes = scene.nodes().size();
        // One that has just started may have no chat at work yet.
        for (int i = 0; i < nodes; i++) {
            int number = (first + i) % nodes;
            LocalNode node = scene.nodes().get(number);
            CuttingProxy wire = scene.toCassandra(number);
            telling.accept("holding back what " + node.name() + " writes" + (kill ? ", then kill -9" : ""));
            long since = System.nanoTime();
            wire.hold();
            if (scene.lingerUntil(() -> !now(wire::held).isEmpty(), UNDER_WAY_MS)) {
                depose(node, wire, since, kill);
                return node.name();
            }
            wire.heal();
            telling.accept(node.name() + " had nothing under way");
        }
        return "no node";
    }

    private void depose(LocalNode node, CuttingProxy wire, long since, boolean kill) throws InterruptedException {
        scene.keepDown(node);
        if (kill) {
            node.kill();
        }
        boolean replaced = scene.lingerUntil(
                () -> {
                    Set<String> held = now(wire::held);
                    return crowd.acknowledged(held, since).containsAll(crowd.wanted(held, since));
                },
                TAKEN_OVER_MS);
        Set<String> acknowledged = crowd.acknowledged(now(wire::held), since);
        Set<String> late = now(wire::deliver);
        late.retainAll(acknowledged);
        findings.lateWrites(late.size());
        scene.release(node);
        telling.accept(String.format(
                Locale.ROOT,
                "Cassandra got %d messages late that others had acknowledged%s",
                late.size(),
                replaced ? "" : "; not all were"));
    }

    private static <T> T now(Supplier<Future<T>> work) {
        return work.get().toCompletionStage().toCompletableFuture().join();
    }
}
