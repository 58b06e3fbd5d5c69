package dev.rookery.store.redis;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets Bucket4j keep its buckets in Redis over the Vert.x client: one key per bucket, replaced by compare-and-set, expiring
 * when the bucket would be full again. Asynchronous only. The clock is that of the node that asks, so clocks that differ
 * by a second shift a refill by a second.
 */
final class RedisBuckets extends AbstractCompareAndSwapBasedProxyManager<String> {
    private static final byte[] ABSENT = {};
    private static final LuaScript COMPARE_AND_SET = LuaScript.load("compare_and_set.lua");
    private static final ExpirationAfterWriteStrategy EXPIRY =
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(1));

    private final RedisLink link;

    RedisBuckets(RedisLink link) {
        super(ClientSideConfig.getDefault().withExpirationAfterWriteStrategy(EXPIRY));
        this.link = link;
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
        return new Operation(key);
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
        throw new UnsupportedOperationException("nothing here blocks");
    }

    @Override
    public void removeProxy(String key) {
        throw new UnsupportedOperationException("nothing here blocks");
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
        return completable(link.send(Request.cmd(Command.DEL).arg(key)).<@Nullable Void>mapEmpty());
    }

    @Override
    public boolean isAsyncModeSupported() {
        return true;
    }

    @Override
    public boolean isExpireAfterWriteSupported() {
        return true;
    }

    private static <T extends @Nullable Object> CompletableFuture<T> completable(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    private final class Operation implements AsyncCompareAndSwapOperation {
        private final String key;

        Operation(String key) {
            this.key = key;
        }

        @Override
        public CompletableFuture<Optional<byte[]>> getStateData(Optional<Long> timeoutNanos) {
            return completable(link.send(Request.cmd(Command.GET).arg(key))
                    .map(answer -> answer == null ? Optional.<byte[]>empty() : Optional.of(answer.toBytes())));
        }

        @Override
        public CompletableFuture<Boolean> compareAndSwap(
                byte @Nullable [] original, byte[] next, RemoteBucketState state, Optional<Long> timeoutNanos) {
            long lifetime = Math.max(1, EXPIRY.calculateTimeToLiveMillis(state, currentTimeNanos()));
            byte[] milliseconds = Long.toString(lifetime).getBytes(StandardCharsets.US_ASCII);
            return completable(link.eval(COMPARE_AND_SET, key, original == null ? ABSENT : original, next, milliseconds)
                    .map(answer -> answer != null && answer.toInteger() == 1));
        }
    }
}
