package dev.rookery.management;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What has to be right for a node to be sent clients: it serves (is neither starting nor draining), the other
 * nodes can know that it does, and Cassandra answers.
 * A missing Redis degrades a node but does not take it out: messages flow without it.
 */
public final class Readiness {
    /** A store that takes longer is as good as gone for the people who wait. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Future<Void>> cassandra;
    private final Supplier<Future<Void>> redis;
    private final IntSupplier servingNodes;
    private final BooleanSupplier listed;
    private volatile boolean serving;

    /** @param listed whether the other nodes can know that this one serves */
    public Readiness(
            Supplier<Future<Void>> cassandra,
            Supplier<Future<Void>> redis,
            IntSupplier servingNodes,
            BooleanSupplier listed) {
        this.cassandra = cassandra;
        this.redis = redis;
        this.servingNodes = servingNodes;
        this.listed = listed;
    }

    /** Set when the node has joined the roster, cleared when it begins to drain. */
    public void serving(boolean value) {
        serving = value;
    }

    void register(HealthChecks checks) {
        HealthChecks unused = checks.register("node", status -> status.complete(nodeStatus()))
                // The checker gives up too, and on a slow machine before the answer is here: then nobody waits for it.
                .register("cassandra", status -> answers(cassandra)
                        .onComplete(done ->
                                status.tryComplete(done.succeeded() ? Status.OK() : Status.KO(reason(done.cause())))))
                .register("redis", status -> answers(redis)
                        .onComplete(done ->
                                status.tryComplete(Status.OK(new JsonObject().put("degraded", done.failed())))));
    }

    private Status nodeStatus() {
        boolean onRoster = listed.getAsBoolean();
        JsonObject data = new JsonObject()
                .put("serving", serving)
                .put("onRoster", onRoster)
                .put("nodes", servingNodes.getAsInt());
        return serving && onRoster ? Status.OK(data) : Status.KO(data);
    }

    private Future<Void> answers(Supplier<Future<Void>> check) {
        return check.get().timeout(CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static JsonObject reason(Throwable failure) {
        return new JsonObject().put("reason", String.valueOf(failure.getMessage()));
    }
}
