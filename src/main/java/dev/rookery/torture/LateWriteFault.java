package dev.rookery.torture;

import dev.rookery.dev.LocalNode;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes writes of an owner arrive when it is none any more: what a node sends to Cassandra is held back until messages are
 * among it, and until others have taken over, activated the chats and acknowledged the same messages; only then does
 * Cassandra get it. The node is killed meanwhile, or lives and sees its writes succeed: then it must not acknowledge them.
 */
final class LateWriteFault {
    private static final long UNDER_WAY_MS = 5_000;
    private static final long TAKEN_OVER_MS = 20_000;

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

    String strike(int number, Random random) throws InterruptedException, ExecutionException {
        LocalNode node = scene.nodes().get(number);
        CuttingProxy wire = scene.toCassandra(number);
        boolean kill = random.nextBoolean();
        long since = System.nanoTime();
        telling.accept("holding back what " + node.name() + " writes" + (kill ? ", then kill -9" : ""));
        wire.hold();
        boolean writing = scene.lingerUntil(() -> !now(wire::held).isEmpty(), UNDER_WAY_MS);
        scene.keepDown(node);
        if (kill) {
            node.kill();
        }
        boolean deposed = scene.lingerUntil(
                () -> {
                    Set<String> held = now(wire::held);
                    return !held.isEmpty() && crowd.acknowledged(held, since).containsAll(crowd.wanted(held, since));
                },
                TAKEN_OVER_MS);
        Set<String> acknowledged = new HashSet<>(crowd.acknowledged(now(wire::held), since));
        Set<String> delivered = now(wire::deliver);
        delivered.retainAll(acknowledged);
        findings.lateWrites(delivered.size());
        scene.release(node);
        telling.accept("Cassandra got %d messages late that others had acknowledged%s%s"
                .formatted(
                        delivered.size(),
                        writing ? "" : "; nothing was under way",
                        deposed ? "" : "; not all were acknowledged"));
        return node.name();
    }

    private static <T> T now(Supplier<Future<T>> work) {
        return work.get().toCompletionStage().toCompletableFuture().join();
    }
}
