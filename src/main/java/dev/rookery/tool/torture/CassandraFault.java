package dev.rookery.tool.torture;

import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Kills Cassandra and starts it again on its data. Nobody has to end because the store was away. Then every chat gets
 * another owner: the one that acknowledged a message knows it from memory, whether or not the store has it, and only the
 * next one shows what is left.
 */
final class CassandraFault {
    private static final int SHORTEST_MS = 100;
    private static final int LONGEST_MS = 8_000;
    private static final long WHOLE_MS = 240_000;
    /** In which a node that is wrongly taken for dead is fenced and ends. */
    private static final long FENCED_MS = 8_000;

    private final Scene scene;
    private final RollingFault rolling;
    private final Findings findings;
    private final Consumer<String> telling;

    CassandraFault(Scene scene, RollingFault rolling, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.rolling = rolling;
        this.findings = findings;
        this.telling = telling;
    }

    String strike(Random random) throws InterruptedException {
        telling.accept(scene.cluster().hasRing() ? "kill -9 one of three Cassandra nodes" : "kill -9 Cassandra");
        int restarts = scene.restarts();
        scene.cluster().killCassandra();
        scene.linger(SHORTEST_MS + random.nextInt(LONGEST_MS - SHORTEST_MS));
        scene.cluster().reviveCassandra();
        if (!scene.awaitWhole(WHOLE_MS)) {
            findings.violation(String.format(
                    Locale.ROOT, "The cluster is not whole %d s after Cassandra is back", WHOLE_MS / 1000));
        }
        scene.linger(FENCED_MS);
        int ended = scene.restarts() - restarts;
        if (ended > 0) {
            findings.violation(
                    String.format(Locale.ROOT, "%d nodes ended though nothing but Cassandra was away", ended));
        }
        telling.accept("Cassandra is back: every chat gets another owner");
        rolling.restartAll();
        return "Cassandra";
    }
}
