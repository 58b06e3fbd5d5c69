package dev.rookery.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be taken down in the reverse order. A step that fails is logged and the next one runs all the same:
 * a node that stops must not stay half up. Used from one thread at a time.
 */
final class Teardown {
    private static final Logger log = LoggerFactory.getLogger(Teardown.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    void add(String name, Supplier<? extends Future<?>> action) {
        steps.push(new Step(name, action));
    }

    Future<Void> run() {
        Step step = steps.poll();
        if (step == null) {
            return Future.succeededFuture();
        }
        return attempt(step).compose(done -> run());
    }

    private static Future<Void> attempt(Step step) {
        long begin = System.nanoTime();
        Future<?> done;
        try {
            done = step.action().get();
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        // A promise without a context: the last step closes Vert.x, and with it the event loops that would carry the
        // news.
        Promise<Void> stopped = Promise.promise();
        done.onComplete(result -> {
            if (result.failed()) {
                log.atWarn()
                        .addKeyValue("step", step.name())
                        .setCause(result.cause())
                        .log("could not be stopped cleanly");
            }
            log.atDebug()
                    .addKeyValue("step", step.name())
                    .addKeyValue("ms", (System.nanoTime() - begin) / 1_000_000)
                    .log("stopped");
            stopped.complete();
        });
        return stopped.future();
    }

    private record Step(String name, Supplier<? extends Future<?>> action) {}
}
