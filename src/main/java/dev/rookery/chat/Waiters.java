package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.telemetry.ChatMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Those who wait for the outcome of a send. Several may wait for one: a caller whose attempt timed out asks again. When
 * the outcome takes too long they are told to try again, while the send itself goes on.
 */
final class Waiters {
    /** Below the 8 s for which callers repeat their request, so that they hear the reason. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final int MAX_PER_SEND = 8;

    private final ChatMeters meters;
    private final Map<SendKey, Group> groups = new HashMap<>();

    Waiters(ChatMeters meters) {
        this.meters = meters;
    }

    Future<MessageStored> join(SendKey key) {
        Group group = groups.computeIfAbsent(key, unseen -> new Group(System.nanoTime(), new ArrayDeque<>()));
        if (group.promises().size() == MAX_PER_SEND) {
            group.promises().remove().fail(storeUnavailable());
        }
        Promise<MessageStored> promise = Promise.promise();
        group.promises().add(promise);
        return promise.future();
    }

    void complete(SendKey key, MessageStored stored) {
        Group group = groups.remove(key);
        if (group != null) {
            meters.acked(Duration.ofNanos(System.nanoTime() - group.since()));
            group.promises().forEach(promise -> promise.complete(stored));
        }
    }

    void fail(Collection<SendKey> keys, RookeryException failure) {
        for (SendKey key : keys) {
            Group group = groups.remove(key);
            if (group != null) {
                group.promises().forEach(promise -> promise.fail(failure));
            }
        }
    }

    /** Answers those who have waited too long; the next repeat of their send waits anew. */
    void expire() {
        long now = System.nanoTime();
        List<SendKey> late = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (now - group.since() > PATIENCE.toNanos()) {
                late.add(key);
            }
        });
        fail(late, storeUnavailable());
    }

    private static RookeryException storeUnavailable() {
        return new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title());
    }

    /** @param since when the first of them came, on the scale of {@link System#nanoTime} */
    private record Group(long since, Deque<Promise<MessageStored>> promises) {}
}
