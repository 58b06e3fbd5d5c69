package dev.rookery.recovery;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * A node that stores nothing which could get lost. It has nothing to mend, and takes a loss for mended after a while in which
 * the others did.
 */
public final class Bystander {
    private static final Duration WHILE = Duration.ofSeconds(10);

    private Bystander() {}

    public static void watch(Vertx vertx, Losses losses) {
        losses.onChange(() -> {
            if (!losses.isWhole()) {
                long loss = losses.noticed();
                vertx.setTimer(WHILE.toMillis(), passed -> losses.mended(loss));
            }
        });
    }
}
