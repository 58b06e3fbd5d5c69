package dev.rookery.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether this node is on the roster as it should be, and with whom it may be. */
final class RosterKeeper {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Looks within which of two nodes that joined together one has ended. */
    private static final int TOGETHER = 5;
    /** Looks after which a node ends for nobody: who joins later has to fit in. */
    private static final int NEW = 30;

    private static final Logger log = LoggerFactory.getLogger(RosterKeeper.class);

    private final Vertx vertx;
    private final NodeRoster roster;
    private final Promise<String> fatal;
    private int looks;
    private volatile boolean stopped;

    private RosterKeeper(Vertx vertx, NodeRoster roster, Promise<String> fatal) {
        this.vertx = vertx;
        this.roster = roster;
        this.fatal = fatal;
    }

    /** @param fatal is told why the node has to end */
    static RosterKeeper start(Vertx vertx, NodeRoster roster, Promise<String> fatal) {
        RosterKeeper keeper = new RosterKeeper(vertx, roster, fatal);
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
                    looks++;
                    if (looks <= NEW) {
                        roster.clash(looks > TOGETHER).ifPresent(fatal::tryComplete);
                    }
                    return null;
                })
                .onFailure(failure -> log.atDebug().setCause(failure).log("the roster could not be looked at"));
    }
}
