package dev.rookery.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings chats to an end that this node lets go or has lost: they take nothing new, and what was accepted is finished as
 * long as the node may and the next owner need not wait too long; the rest is left to the next owner, who finds in the
 * log what was stored. On one event loop only.
 */
final class Departures {
    /** A write takes a few milliseconds; while one takes longer than this, senders wait already. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final long POLL_MS = 3;

    private final Vertx vertx;
    private final ActiveChats chats;
    /** Of those who asked in this turn: they are served together. */
    private @Nullable Promise<Void> gathering;

    Departures(Vertx vertx, ActiveChats chats) {
        this.vertx = vertx;
        this.chats = chats;
    }

    /** Completes when no chat is left that this node may not begin anything in. Never fails. */
    Future<Void> finish() {
        Promise<Void> joined = gathering;
        if (joined == null) {
            Promise<Void> done = Promise.promise();
            gathering = done;
            vertx.runOnContext(turn -> {
                gathering = null;
                await(chats.closeLeaving(), System.nanoTime() + PATIENCE.toNanos(), done);
            });
            return done.future();
        }
        return joined.future();
    }

    private void await(Set<ActiveChat> leaving, long deadline, Promise<Void> done) {
        boolean late = deadline - System.nanoTime() <= 0;
        leaving.removeIf(chat -> chats.leave(chat, late));
        chats.tellQuiet();
        if (leaving.isEmpty()) {
            done.complete();
        } else {
            vertx.setTimer(POLL_MS, again -> await(leaving, deadline, done));
        }
    }
}
