package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/**
 * How long every test waits for what has to come: a machine that runs all tests, and other things beside them, may stand
 * still for seconds; a condition that holds is seen at once. Only tests that fail wait for so long.
 */
public final class Patience {
    public static final Duration LIMIT = Duration.ofMinutes(2);
    public static final long SECONDS = LIMIT.toSeconds();
    public static final int MILLIS = (int) LIMIT.toMillis();

    private Patience() {}

    /** The result, or what made it fail; not to be used on an event loop. */
    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    /** The same; checked exceptions come wrapped. */
    @CanIgnoreReturnValue
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + LIMIT, e);
        }
    }

    /** Also for tests that wait with Awaitility. By default it gives a waiting test the uncaught exceptions of all threads. */
    static void toAwaitility() {
        Awaitility.setDefaultTimeout(LIMIT);
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
}
