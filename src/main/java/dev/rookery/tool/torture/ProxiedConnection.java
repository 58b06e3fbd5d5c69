package dev.rookery.tool.torture;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;

/** One connection through a {@link CuttingProxy}. On its event loop. */
final class ProxiedConnection {
    private final NetSocket near;
    private final NetSocket far;
    private final Consumer<ProxiedConnection> ended;
    private final Buffer held = Buffer.buffer();
    private CuttingProxy.State state = CuttingProxy.State.OPEN;
    private boolean nearOpen = true;
    private boolean farOpen = true;
    private boolean delivered;
    private boolean answered;

    /** @param ended called once, when both ends are closed */
    ProxiedConnection(NetSocket near, NetSocket far, Consumer<ProxiedConnection> ended) {
        this.near = near;
        this.far = far;
        this.ended = ended;
        // Breaking them is what it is for; without a handler each would be logged.
        near.exceptionHandler(broken -> {});
        far.exceptionHandler(broken -> {});
        near.closeHandler(closed -> nearClosed());
        far.closeHandler(closed -> farClosed());
        near.handler(this::toFar);
        far.handler(this::toNear);
    }

    void become(CuttingProxy.State next) {
        state = next;
        if (next == CuttingProxy.State.CUT) {
            near.pause();
            far.pause();
        }
    }

    private void toFar(Buffer bytes) {
        if (state == CuttingProxy.State.HOLDING) {
            held.appendBuffer(bytes);
            return;
        }
        forward(bytes, near, far);
    }

    private void toNear(Buffer bytes) {
        answered |= delivered;
        if (nearOpen) {
            forward(bytes, far, near);
        }
    }

    private void forward(Buffer bytes, NetSocket from, NetSocket to) {
        Future<Void> unused = to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> {
                if (state != CuttingProxy.State.CUT) {
                    from.resume();
                }
            });
        }
    }

    /** What was held back, also after it was delivered. */
    Buffer held() {
        return held;
    }

    /** The target gets what was held back, and what still comes. */
    void deliver() {
        if (state == CuttingProxy.State.HOLDING) {
            state = CuttingProxy.State.OPEN;
            delivered = true;
            Future<Void> unused = far.write(held.copy());
        }
    }

    /** Whether the target said something after what was held back was delivered. */
    boolean isAnswered() {
        return answered;
    }

    void drop() {
        state = CuttingProxy.State.OPEN;
        close(near);
        close(far);
    }

    private void nearClosed() {
        nearOpen = false;
        // What is held back, or only just delivered, is still to be stored.
        boolean waits = state == CuttingProxy.State.HOLDING || delivered;
        if (farOpen && !waits) {
            close(far);
        } else if (!farOpen) {
            ended.accept(this);
        }
    }

    private void farClosed() {
        farOpen = false;
        if (nearOpen) {
            close(near);
        } else {
            ended.accept(this);
        }
    }

    private static void close(NetSocket socket) {
        Future<Void> unused = socket.close();
    }
}
