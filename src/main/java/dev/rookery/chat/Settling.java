package dev.rookery.chat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.TreeMap;

/** Those who wait until a chat is committed up to some seq; at most as many groups as entries are in flight. */
final class Settling {
    private final TreeMap<Long, Promise<Void>> waiting = new TreeMap<>();

    /** Completes when everything up to {@code seq} is committed. */
    Future<Void> await(long seq, long committed) {
        return seq <= committed
                ? Future.succeededFuture()
                : waiting.computeIfAbsent(seq, unseen -> Promise.promise()).future();
    }

    void committed(long seq) {
        while (!waiting.isEmpty() && waiting.firstKey() <= seq) {
            waiting.pollFirstEntry().getValue().complete();
        }
    }

    void fail(Throwable failure) {
        while (!waiting.isEmpty()) {
            waiting.pollFirstEntry().getValue().fail(failure);
        }
    }
}
