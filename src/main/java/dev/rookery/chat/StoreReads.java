package dev.rookery.chat;

import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.PersistenceRequest;
import io.vertx.core.Future;

/** The store as those see it who only read. */
interface StoreReads {
    /** Fails with {@code store_unavailable} or {@code overloaded} in time for whoever asked the owner. */
    <R extends BusReply> Future<R> read(PersistenceRequest<R> request);
}
