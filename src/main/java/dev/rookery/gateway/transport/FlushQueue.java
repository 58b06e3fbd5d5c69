package dev.rookery.gateway.transport;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes the sockets of one event loop that were written to, once per turn of the loop: a send call to the kernel costs
 * more than everything else a small frame needs, so frames for one socket that are ready together leave together.
 */
public final class FlushQueue {
    private final Context loop;
    private List<Runnable> waiting = new ArrayList<>();

    public FlushQueue(Context loop) {
        this.loop = loop;
    }

    void add(Runnable flush) {
        waiting.add(flush);
        if (waiting.size() == 1) {
            loop.runOnContext(turn -> flushAll());
        }
    }

    private void flushAll() {
        List<Runnable> ready = waiting;
        waiting = new ArrayList<>();
        ready.forEach(Runnable::run);
    }
}
