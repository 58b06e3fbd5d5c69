package dev.rookery.node;

import io.vertx.core.Future;
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
        Future<?> done;
        try {
            done = step.action().get();
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        return done.<Void>mapEmpty().recover(failure -> {
            log.atWarn().addKeyValue("step", step.name()).setCause(failure).log("could not be stopped cleanly");
            return Future.succeededFuture();
        });
    }

    private record Step(String name, Supplier<? extends Future<?>> action) {}
}
