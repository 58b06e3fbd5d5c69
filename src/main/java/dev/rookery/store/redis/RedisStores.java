package dev.rookery.store.redis;

import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/**
 * One connection to Redis and what is kept there. Safe to use from any thread; results come back on the Vert.x context of
 * the caller.
 */
public final class RedisStores {
    private final RedisLink link;
    private final SessionDirectory directory;
    private final AttemptLimiter limiter;

    private RedisStores(RedisLink link, RedisConfig config) {
        this.link = link;
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

    /** Succeeds if Redis answers within the request timeout. */
    public Future<Void> check() {
        return link.send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        return link.close();
    }
}
