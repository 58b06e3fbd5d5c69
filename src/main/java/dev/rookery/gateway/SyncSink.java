package dev.rookery.gateway;

import dev.rookery.protocol.ServerFrame;
import io.vertx.core.Future;

/** Where the frames of a sync go. */
interface SyncSink {

    /** Completes when this frame, and with it all earlier ones, left for the network; fails when the session is over. */
    Future<Void> send(ServerFrame frame);
}
