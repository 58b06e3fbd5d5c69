package dev.rookery.gateway.spi;

import io.vertx.core.Future;

/**
 * One kind of what a device missed: entries, marks, who is there. A sync goes through the chats of the user page by page, and
 * through its streams for each page, in the order of their list. One for each event loop, without a state of its own. A
 * failed Future ends the sync, and its client asks again: what a client can do without is not worth that.
 */
public interface SyncStream {

    /** Before the chats are looked at. */
    default Future<Void> begin(SyncCall call) {
        return Future.succeededFuture();
    }

    /** For each page of chats. */
    default Future<Void> page(SyncCall call, SyncPage page) {
        return Future.succeededFuture();
    }

    /** When all chats were looked at. */
    default Future<Void> end(SyncCall call) {
        return Future.succeededFuture();
    }
}
