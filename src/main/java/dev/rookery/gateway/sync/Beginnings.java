package dev.rookery.gateway.sync;

import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;

/** Where the frames of a sync go. */
public interface SyncSink {

    /** Completes when this frame, and with it all earlier ones, left for the network; fails when the session is over. */
    Future<Void> send(ServerFrame frame);
}
