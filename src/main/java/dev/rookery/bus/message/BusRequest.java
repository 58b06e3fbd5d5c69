package dev.rookery.bus.message;

/** A message that is answered with exactly one {@code R} or a failure. */
public sealed interface BusRequest<R extends BusReply> extends BusMessage
        permits ChatRequest, PersistenceRequest, ApiRequest, GatewayRequest, OwnershipRequest, PresenceRequest {}
