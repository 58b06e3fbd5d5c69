package dev.rookery.gateway.spi;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.auth.Principal;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;

/** A session as the handlers of its frames see it. On its event loop only. */
public interface ClientSession {

    SessionId id();

    Principal principal();

    default UserId user() {
        return principal().user();
    }

    default DeviceId device() {
        return principal().device();
    }

    /** Whether it is over: nothing that is said to it arrives any more. */
    boolean ended();

    /** {@link System#nanoTime}. */
    long now();

    /** Completes when this frame, and with it all earlier ones, left for the network; fails when the session is over. */
    Future<Void> send(ServerFrame frame);

    /** Sends a frame that may be lost. False if it was dropped, since the client reads slowly. */
    @CanIgnoreReturnValue
    boolean offer(ServerFrame frame);
}
