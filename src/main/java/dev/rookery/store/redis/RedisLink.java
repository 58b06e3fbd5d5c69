package dev.rookery.store.redis;

import dev.rookery.config.RookeryConfig.RedisConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that comes back by itself. While there is none, commands fail at once instead of waiting for
 * one; while there is one, each fails after its timeout, and a silent connection is given up after a few seconds.
 * An error that Redis answers with fails the command only. Commands may be sent from any thread; results come back on the Vert.x context of the caller. A command that failed may
 * have been executed all the same.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final int BULK_FACTOR = 10;
    private static final Duration PING_INTERVAL = Duration.ofSeconds(2);
    /** For a connection or a ping, unless a command may take longer. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final RedisConfig config;
    private final RedisOptions options;
    private final long patienceMillis;

    private volatile @Nullable RedisConnection connection;
    /** Why there is no connection. */
    private volatile String trouble = "not yet";

    // The rest is touched on the context only.
    private @Nullable Redis client;
    private Duration pause = FIRST_PAUSE;
    private boolean closed;
    private String toldTrouble = "";

    private RedisLink(Vertx vertx, RedisConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.options = RedisSettings.of(config);
        this.patienceMillis =
                Math.max(LEAST_PATIENCE.toMillis(), config.requestTimeout().toMillis());
    }

    /** Begins to connect and returns at once. */
    static RedisLink start(Vertx vertx, RedisConfig config) {
        RedisLink link = new RedisLink(vertx, config);
        link.context.runOnContext(started -> link.connect());
        return link;
    }

    boolean isUp() {
        return connection != null;
    }

    Future<@Nullable Response> send(Request request) {
        return withConnection(config.requestTimeout(), up -> up.send(request));
    }

    /** Sends all at once and waits for all answers; fails if one of them is an error. */
    Future<List<Response>> batch(List<Request> requests) {
        return withConnection(config.requestTimeout(), up -> up.batch(requests));
    }

    /** The same for many commands that nobody waits for: with a longer timeout. */
    Future<List<Response>> bulk(List<Request> requests) {
        return withConnection(config.requestTimeout().multipliedBy(BULK_FACTOR), up -> up.batch(requests));
    }

    /** Runs a script on one key; sends its text only if Redis does not know it. */
    Future<@Nullable Response> eval(LuaScript script, String key, byte[]... arguments) {
        return withConnection(
                config.requestTimeout(), up -> up.send(script(Command.EVALSHA, script.sha1(), key, arguments))
                        .recover(failure -> RedisTrouble.isAnswer(failure, "NOSCRIPT")
                                ? up.send(script(Command.EVAL, script.text(), key, arguments))
                                : Future.failedFuture(failure)));
    }

    private static Request script(Command command, String script, String key, byte[]... arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(key);
        for (byte[] argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    private <T extends @Nullable Object> Future<T> withConnection(
            Duration timeout, Function<RedisConnection, Future<T>> send) {
        RedisConnection up = connection;
        if (up == null) {
            return Future.failedFuture(RedisTrouble.disconnected(trouble));
        }
        return AnswerTimeout.within(timeout, send.apply(up))
                .recover(failure -> Future.failedFuture(RedisTrouble.of(failure, timeout)));
    }

    /** Never reconnects after this. */
    Future<Void> close() {
        connection = null;
        return Future.<@Nullable Redis>future(promise -> context.runOnContext(entered -> {
                    closed = true;
                    promise.complete(client);
                    client = null;
                }))
                .compose(open -> open == null ? Future.succeededFuture() : open.close());
    }

    private void connect() {
        if (closed) {
            return;
        }
        // A client for each attempt: closing it is the only way to be rid of a connection that hangs.
        Redis attempt = Redis.createClient(vertx, options);
        client = attempt;
        attempt.connect()
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .onSuccess(made -> onContext(attempt, () -> connected(attempt, made)))
                .onFailure(failure -> onContext(attempt, () -> reconnect(attempt, failure)));
    }

    /** Runs on the context what concerns the attempt, unless it has been given up. */
    private void onContext(Redis attempt, Runnable action) {
        context.runOnContext(entered -> {
            if (client == attempt) {
                action.run();
            }
        });
    }

    private void connected(Redis attempt, RedisConnection made) {
        made.exceptionHandler(failure -> onContext(attempt, () -> lost(attempt, failure)));
        made.endHandler(ended -> onContext(attempt, () -> lost(attempt, new IllegalStateException("closed"))));
        pause = FIRST_PAUSE;
        connection = made;
        toldTrouble = "";
        LOG.atInfo().addKeyValue("address", config.address()).log("connected to Redis");
        ping(attempt, made);
    }

    private void ping(Redis attempt, RedisConnection made) {
        vertx.timer(PING_INTERVAL.toMillis())
                .compose(elapsed -> made.send(Request.cmd(Command.PING)).timeout(patienceMillis, TimeUnit.MILLISECONDS))
                // An error is an answer: a new connection would hear the same.
                .recover(failure ->
                        failure instanceof Response ? Future.succeededFuture() : Future.failedFuture(failure))
                .onSuccess(pong -> onContext(attempt, () -> ping(attempt, made)))
                .onFailure(failure -> onContext(attempt, () -> lost(attempt, failure)));
    }

    private void lost(Redis attempt, Throwable failure) {
        connection = null;
        tell("lost Redis", failure);
        reconnect(attempt, failure);
    }

    /** Each reason once until there is a connection again: it is tried every few seconds. */
    private void tell(String words, Throwable failure) {
        trouble = RedisTrouble.whyNoConnection(failure);
        if (!trouble.equals(toldTrouble)) {
            toldTrouble = trouble;
            LOG.atWarn()
                    .addKeyValue("address", config.address())
                    .addKeyValue("cause", trouble)
                    .log(words);
        }
    }

    private void reconnect(Redis attempt, Throwable failure) {
        tell("Redis cannot be reached", failure);
        client = null;
        Duration wait = pause;
        pause = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        // Does not wait for the old client: whatever it still has to do concerns nobody.
        attempt.close().onFailure(unclosed -> LOG.atDebug().setCause(unclosed).log("a Redis client was not closed"));
        vertx.timer(wait.toMillis()).onComplete(elapsed -> context.runOnContext(entered -> connect()));
    }
}
