package dev.rookery.chat;

import dev.rookery.async.Backoff;
import dev.rookery.async.Gate;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Brings chats up that earlier owners left hot: a few at a time, whatever the number of shards. On one event loop only. */
final class BringUps {
    /** Each keeps a few reads and writes of the store busy, which people wait for as well. */
    private static final int AT_A_TIME = 6;

    private static final int MOST_WAITING = 10_000;
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(500), Duration.ofMillis(500));

    private final Vertx vertx;
    private final Function<ChatId, Future<ActiveChat>> find;
    private final Gate gate = new Gate(AT_A_TIME, MOST_WAITING);

    BringUps(Vertx vertx, Function<ChatId, Future<ActiveChat>> find) {
        this.vertx = vertx;
        this.find = find;
    }

    /** Fails after a pause, so that it can be tried again at once. */
    Future<Void> begin(Heat heat, ChatId chat) {
        long deadline = System.nanoTime() + FOR_EVER.toNanos();
        return gate.pass(
                        deadline,
                        () -> heat.isClosed() ? Future.failedFuture(ActiveChats.wrongOwner()) : find.apply(chat))
                .compose(up -> up.epoch() == heat.epoch()
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture(ActiveChats.wrongOwner()))
                .recover(failure -> isUnknown(failure)
                        ? Future.failedFuture(failure)
                        : vertx.timer(PAUSE.delay(1).toMillis(), TimeUnit.MILLISECONDS)
                                .compose(later -> Future.failedFuture(failure)));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN;
    }
}
