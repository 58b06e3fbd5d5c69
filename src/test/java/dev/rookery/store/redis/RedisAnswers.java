package dev.rookery.store.redis;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.config.SomeSettings;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Patience;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** What the tests of this package share: waiting for answers. */
final class RedisAnswers {
    /** For a command; a setting allows no more. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private RedisAnswers() {}

    /** On the shared Redis, with keys of its own and a timeout that a busy machine keeps. */
    static RedisConfig config() {
        return SomeSettings.redis(
                Map.of("address", Engines.redis(), "keyPrefix", Engines.freshKeyPrefix(), "requestTimeout", LONGEST));
    }

    /** The result; only on a thread of the test. */
    @CanIgnoreReturnValue
    static <T> T await(Future<T> future) {
        return Patience.await(future);
    }

    static void awaitUp(RedisStores stores) {
        Awaitility.await().atMost(Patience.LIMIT).until(() -> stores.check()
                .transform(check -> Future.succeededFuture(check.succeeded()))
                .await(Patience.SECONDS, TimeUnit.SECONDS));
    }

    /** Calls from a verticle of its own; true if the answer came back on the context of that verticle. */
    static Future<Boolean> onNewContext(Vertx vertx, Supplier<Future<?>> call) {
        Promise<Boolean> same = Promise.promise();
        Deployable caller = context ->
                call.get().onComplete(answer -> same.complete(answer.succeeded() && Vertx.currentContext() == context));
        return vertx.deployVerticle(caller).compose(deployed -> same.future());
    }
}
