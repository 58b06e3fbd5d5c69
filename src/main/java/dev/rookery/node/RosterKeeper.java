package dev.rookery.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether this node is on the roster as it should be. */
final class RosterKeeper {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RosterKeeper.class);

    private final Vertx vertx;
    private final NodeRoster roster;
    private volatile boolean stopped;

    private RosterKeeper(Vertx vertx, NodeRoster roster) {
        this.vertx = vertx;
        this.roster = roster;
    }

    static RosterKeeper start(Vertx vertx, NodeRoster roster) {
        RosterKeeper keeper = new RosterKeeper(vertx, roster);
        keeper.lookLater();
        return keeper;
    }

    void stop() {
        stopped = true;
    }

    private void lookLater() {
        var unused = vertx.timer(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                .compose(elapsed -> stopped ? Future.succeededFuture() : look())
                .onComplete(done -> {
                    if (!stopped) {
                        lookLater();
                    }
                });
    }

    private Future<Void> look() {
        return vertx.<Void>executeBlocking(() -> {
                    roster.repair();
                    return null;
                })
                .onFailure(failure -> log.atDebug().setCause(failure).log("the roster could not be looked at"));
    }
}
