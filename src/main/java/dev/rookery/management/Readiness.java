package dev.rookery.management;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What has to be right for a node to be sent clients: it serves (is neither starting nor draining), the other
 * nodes can know that it does, and Cassandra answers.
 * A Redis that is missing, or does not keep what is written, degrades a node but does not take it out: messages flow
 * without it. Any thread.
 */
public final class Readiness {
    /** A store that takes longer is as good as gone for the people who wait. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

    private volatile NodeState state = NodeState.STARTING;
    private volatile Optional<Subject> subject = Optional.empty();

    /**
     * What can be asked while it is there.
     *
     * @param context of the node, on which everything is asked
     * @param listed whether the other nodes can know that this one serves
     */
    public record Subject(
            Context context,
            Supplier<Future<Void>> cassandra,
            Supplier<Future<Void>> redis,
            IntSupplier servingNodes,
            BooleanSupplier listed) {}

    public void state(NodeState now) {
        state = now;
    }

    NodeState state() {
        return state;
    }

    /** From now on. */
    public void ask(Subject node) {
        subject = Optional.of(node);
    }

    /** From now on there is nothing to ask any more. */
    public void askNobody() {
        subject = Optional.empty();
    }

    /** @param vertx whose contexts ask */
    void register(HealthChecks checks, Vertx vertx) {
        HealthChecks unused = checks.register("node", status -> status.complete(nodeStatus()))
                // The checker gives up too, and on a slow machine before the answer is here: then nobody waits for it.
                .register("cassandra", status -> answers(vertx, Subject::cassandra)
                        .onComplete(done ->
                                status.tryComplete(done.succeeded() ? Status.OK() : Status.KO(reason(done.cause())))))
                .register("redis", status -> answers(vertx, Subject::redis)
                        .onComplete(done -> status.tryComplete(Status.OK(
                                done.succeeded()
                                        ? new JsonObject().put("degraded", false)
                                        : reason(done.cause()).put("degraded", true)))));
    }

    private Status nodeStatus() {
        NodeState now = state;
        boolean serving = now == NodeState.SERVING;
        boolean onRoster = subject.filter(node -> node.listed().getAsBoolean()).isPresent();
        JsonObject data = new JsonObject()
                .put("state", now.toString())
                .put("serving", serving)
                .put("onRoster", onRoster)
                .put(
                        "nodes",
                        subject.map(node -> node.servingNodes().getAsInt()).orElse(0));
        return serving && onRoster ? Status.OK(data) : Status.KO(data);
    }

    /** Asks where the node lives and answers where it was asked: they have event loops of their own. */
    private Future<Void> answers(Vertx vertx, Function<Subject, Supplier<Future<Void>>> check) {
        Optional<Subject> node = subject;
        if (node.isEmpty()) {
            return Future.failedFuture("not asked: the node is " + state);
        }
        Context asking = vertx.getOrCreateContext();
        Promise<Void> answer = Promise.promise();
        node.get().context().runOnContext(asked -> check.apply(node.get())
                .get()
                .timeout(CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> asking.runOnContext(back -> answer.handle(done))));
        return answer.future();
    }

    private static JsonObject reason(Throwable failure) {
        return new JsonObject().put("reason", String.valueOf(failure.getMessage()));
    }
}
