package dev.rookery.store.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rookery.store.AttemptLimiter;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets in Redis, shared by all nodes; while Redis does not answer, buckets of this node alone. Keys, after the
 * prefix: {@code limit:<name>:<capacity>/<refill>:<key>}, so that a changed limit begins with fresh buckets.
 */
final class RedisAttemptLimiter implements AttemptLimiter {
    /** Who is beyond this many others in a day may try again sooner than it should. */
    private static final int MAX_LOCAL = 100_000;

    private static final Duration LOCAL_LIFETIME = Duration.ofDays(1);
    private static final int MAX_SHARED = 10_000;
    private static final Duration SHARED_LIFETIME = Duration.ofMinutes(1);

    /** Two round trips each, and another two for each race lost. */
    private static final int TIMEOUT_FACTOR = 4;

    private final RedisLink link;
    private final String prefix;
    private final Duration timeout;
    private final RedisBuckets buckets;
    private final Cache<String, Bucket> local = Caffeine.newBuilder()
            .maximumSize(MAX_LOCAL)
            .expireAfterAccess(LOCAL_LIFETIME)
            .build();
    /** They hold no tokens; kept for a moment so that attempts at one key that come together are one change in Redis. */
    private final Cache<String, AsyncBucketProxy> shared = Caffeine.newBuilder()
            .maximumSize(MAX_SHARED)
            .expireAfterAccess(SHARED_LIFETIME)
            .build();

    RedisAttemptLimiter(RedisLink link, String prefix, Duration requestTimeout) {
        this.link = link;
        this.prefix = prefix;
        this.timeout = requestTimeout.multipliedBy(TIMEOUT_FACTOR);
        this.buckets = new RedisBuckets(link);
    }

    @Override
    public Future<Duration> take(Limit limit, String key, int tokens) {
        String name = name(limit, key);
        if (!link.isUp()) {
            return Future.succeededFuture(takeLocally(limit, name, tokens));
        }
        return onCallersContext(shared(limit, name).tryConsumeAndReturnRemaining(tokens))
                .map(RedisAttemptLimiter::wait)
                .recover(failure -> Future.succeededFuture(takeLocally(limit, name, tokens)));
    }

    @Override
    public Future<Void> giveBack(Limit limit, String key) {
        String name = name(limit, key);
        if (!link.isUp()) {
            local(limit, name).addTokens(1);
            return Future.succeededFuture();
        }
        return onCallersContext(shared(limit, name).addTokens(1)).otherwiseEmpty();
    }

    private Duration takeLocally(Limit limit, String name, int tokens) {
        return wait(local(limit, name).tryConsumeAndReturnRemaining(tokens));
    }

    private static Duration wait(ConsumptionProbe probe) {
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private AsyncBucketProxy shared(Limit limit, String name) {
        return shared.get(name, key -> buckets.asAsync()
                .builder()
                .withOptimization(Optimizations.batching())
                .build(key, () -> CompletableFuture.completedFuture(configuration(limit))));
    }

    private Bucket local(Limit limit, String name) {
        return local.get(
                name, key -> Bucket.builder().addLimit(bandwidth(limit)).build());
    }

    private static BucketConfiguration configuration(Limit limit) {
        return BucketConfiguration.builder().addLimit(bandwidth(limit)).build();
    }

    private static Bandwidth bandwidth(Limit limit) {
        return Bandwidth.builder()
                .capacity(limit.capacity())
                .refillGreedy(limit.capacity(), limit.refill())
                .build();
    }

    private String name(Limit limit, String key) {
        return prefix + "limit:" + limit.name() + ":" + limit.capacity() + "/" + limit.refill() + ":" + key;
    }

    private <T> Future<T> onCallersContext(CompletableFuture<T> stage) {
        Context context = Vertx.currentContext();
        Future<T> future =
                context == null ? Future.fromCompletionStage(stage) : Future.fromCompletionStage(stage, context);
        return future.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
