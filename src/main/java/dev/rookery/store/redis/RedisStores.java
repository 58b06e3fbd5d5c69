package dev.rookery.store.redis;

import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One connection to Redis and what is kept there. Safe to use from any thread; results come back on the Vert.x context of
 * the caller.
 */
public final class RedisStores {
    private static final Duration LIFETIME_OF_PROBE = Duration.ofMinutes(1);

    private final RedisLink link;
    private final String probe;
    private final SessionDirectory directory;
    private final AttemptLimiter limiter;

    private RedisStores(RedisLink link, RedisConfig config) {
        this.link = link;
        // One of our own, or two nodes would read each other's.
        this.probe = config.keyPrefix() + "probe:" + UUID.randomUUID();
        this.directory = new RedisSessionDirectory(link, config.keyPrefix());
        this.limiter = new RedisAttemptLimiter(link, config.keyPrefix(), config.requestTimeout());
    }

    /** Never fails: a Redis that is not there is connected to when it comes, again and again. */
    public static RedisStores open(Vertx vertx, RedisConfig config) {
        return new RedisStores(RedisLink.start(vertx, config), config);
    }

    public SessionDirectory directory() {
        return directory;
    }

    public AttemptLimiter limiter() {
        return limiter;
    }

    /** Succeeds if Redis keeps what is written, within the request timeout; else fails with what is wrong, in words. */
    public Future<Void> check() {
        String value = UUID.randomUUID().toString();
        Request write = Request.cmd(Command.SET).arg(probe).arg(value).arg("EX").arg(LIFETIME_OF_PROBE.toSeconds());
        return link.batch(List.of(write, Request.cmd(Command.GET).arg(probe))).compose(answers -> {
            Response read = answers.get(1);
            return read != null && value.equals(read.toString())
                    ? Future.succeededFuture()
                    : Future.failedFuture(RedisTrouble.unavailable("Redis does not keep what is written"));
        });
    }

    public Future<Void> close() {
        return link.close();
    }
}
