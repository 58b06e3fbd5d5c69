package dev.rookery.ownership;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many requests of this node may wait for one owner. The more of them take long, the fewer: they would only wait for
 * each other there, and time out, and be repeated. Additive increase, multiplicative decrease, as in TCP. Any thread.
 */
final class OwnerLoad {
    /** An answer that takes longer counts as too slow. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    private static final Duration RETRY_AFTER = Duration.ofMillis(500);
    private static final double BACKOFF = 0.95;
    /** More owners than a cluster has: those of earlier days. */
    private static final int MAX_OWNERS = 1_024;

    private final int least;
    private final int most;
    private final Map<NodeId, Limiter<Void>> limiters = new ConcurrentHashMap<>();

    OwnerLoad() {
        this(512, 8_192);
    }

    /** @param least that may wait, however slow the owner is */
    OwnerLoad(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** Makes the request, or fails with {@code overloaded} without. */
    <T> Future<T> within(NodeId owner, Supplier<Future<T>> request) {
        Optional<Limiter.Listener> place = limiter(owner).acquire(null);
        if (place.isEmpty()) {
            return Future.failedFuture(new RookeryException(
                    ErrorCode.OVERLOADED, "Too many requests wait for the owner of this chat", RETRY_AFTER));
        }
        return request.get()
                .onSuccess(answer -> place.get().onSuccess())
                .onFailure(failure -> release(place.get(), failure));
    }

    /** Only silence says that the owner has too much to do; a refusal says nothing about how fast it is. */
    private static void release(Limiter.Listener place, Throwable failure) {
        if (failure instanceof RookeryException known && known.code() == ErrorCode.OWNER_UNAVAILABLE) {
            place.onDropped();
        } else {
            place.onIgnore();
        }
    }

    private Limiter<Void> limiter(NodeId owner) {
        if (limiters.size() > MAX_OWNERS) {
            limiters.clear();
        }
        return limiters.computeIfAbsent(owner, unseen -> SimpleLimiter.newBuilder()
                .limit(AIMDLimit.newBuilder()
                        .minLimit(least)
                        .initialLimit(Math.min(2 * least, most))
                        .maxLimit(most)
                        .backoffRatio(BACKOFF)
                        .timeout(SLOW.toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .build());
    }
}
