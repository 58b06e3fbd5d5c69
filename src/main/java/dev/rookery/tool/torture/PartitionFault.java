package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Cuts one node off the others, in both directions or in one; all still reach engines and clients. It has to step down. */
final class PartitionFault {
    private static final int SHORTEST_MS = 12_000;
    private static final int LONGEST_MS = 18_000;
    private static final double NANOS = 1e9;

    private final Scene scene;
    private final Findings findings;
    private final Consumer<String> telling;

    PartitionFault(Scene scene, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.findings = findings;
        this.telling = telling;
    }

    String strike(int number, Random random) throws InterruptedException {
        LocalNode node = scene.nodes().get(number);
        boolean oneWay = random.nextInt(3) == 0;
        int millis = SHORTEST_MS + random.nextInt(LONGEST_MS - SHORTEST_MS);
        telling.accept("cutting " + node.name() + " off the other nodes for " + millis + " ms"
                + (oneWay ? ", one way only" : ""));
        long from = System.nanoTime();
        int restarts = scene.restarts();
        for (int other = 0; other < scene.nodes().size(); other++) {
            if (other != number) {
                scene.network().lose(other, number);
                if (!oneWay) {
                    scene.network().lose(number, other);
                }
            }
        }
        if (scene.lingerUntil(() -> scene.restarts() > restarts, millis)) {
            double seconds = (System.nanoTime() - from) / NANOS;
            String words = String.format(Locale.ROOT, "the smaller side stepped down after %.1f s", seconds);
            telling.accept(words);
            findings.note("partition: " + words);
            scene.linger(Math.max(0, millis - (long) (seconds * 1000)));
        } else {
            findings.violation("No node stepped down in a partition of " + millis + " ms");
        }
        scene.network().heal();
        return node.name();
    }
}
