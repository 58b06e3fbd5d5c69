package dev.rookery.chat;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.PersistenceRequest;
import dev.rookery.chat.sequencer.LogLimits;
import dev.rookery.delivery.Gateways;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.telemetry.ChatMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/**
 * What all chats of a verticle share.
 *
 * @param editWindow how long after it was written a message may be edited; zero for ever
 * @param inboxMembers with more the head of a chat stands beside the inbox rows of its members
 */
record ChatServices(
        Vertx vertx,
        BusClient bus,
        BusAddress persistence,
        ChatOwnership ownership,
        Gateways gateways,
        LogLimits limits,
        ChatMemory memory,
        ChatMeters meters,
        Clock clock,
        Duration editWindow,
        MarkRounds marks,
        int inboxMembers)
        implements StoreReads {
    /** So that the answer of the persistence verticle, which knows the reason, comes first. */
    private static final Duration GRACE = Duration.ofMillis(200);

    <R extends BusReply> Future<R> write(PersistenceRequest<R> request) {
        return bus.ask(persistence, request, PersistenceRequest.WRITE_DEADLINE.plus(GRACE));
    }

    @Override
    public <R extends BusReply> Future<R> read(PersistenceRequest<R> request) {
        return bus.ask(persistence, request, PersistenceRequest.READ_DEADLINE.plus(GRACE));
    }
}
