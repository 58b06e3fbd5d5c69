package dev.rookery.persistence;

import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Append;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Lets appends of different chats share requests to the store. Nobody waits for company: appends of the same turn of the
 * loop go together, and those that come while enough requests are under way. On one event loop only; whoever calls bounds
 * how many wait.
 */
final class SharedAppends {
    /** At a time; the more there are, the fewer appends find company. */
    static final int MAX_UNDER_WAY = 8;

    private final Context loop;
    private final Function<List<Append>, List<Future<Void>>> store;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int underWay;
    private boolean turnEnds;

    private record Waiting(Append append, Promise<Void> outcome) {}

    /** @param store stores all at the same time and answers with the outcome of each */
    SharedAppends(Context loop, Function<List<Append>, List<Future<Void>>> store) {
        this.loop = loop;
        this.store = store;
    }

    /** Fails if a request that it shares with others fails, for whatever reason. */
    Future<Void> add(Append append) {
        Waiting waiting = new Waiting(append, Promise.promise());
        queue.add(waiting);
        if (!turnEnds) {
            turnEnds = true;
            loop.runOnContext(end -> {
                turnEnds = false;
                send();
            });
        }
        return waiting.outcome().future();
    }

    private void send() {
        while (underWay < MAX_UNDER_WAY && !queue.isEmpty()) {
            List<Waiting> together = new ArrayList<>(MessageLog.MAX_TOGETHER);
            while (together.size() < MessageLog.MAX_TOGETHER && !queue.isEmpty()) {
                together.add(queue.remove());
            }
            underWay++;
            List<Future<Void>> outcomes =
                    store.apply(together.stream().map(Waiting::append).toList());
            for (int i = 0; i < together.size(); i++) {
                outcomes.get(i).onComplete(together.get(i).outcome());
            }
            Future.join(outcomes).onComplete(done -> {
                underWay--;
                send();
            });
        }
    }
}
