package dev.rookery.bus.message;

/** The answer to a {@link BusRequest}. */
public sealed interface BusReply extends BusMessage
        permits ChatReply,
                PersistenceReply,
                ApiRequest.TicketHolder,
                GatewayRequest.PollAnswer,
                OwnershipRequest.Pong,
                PresenceRequest.PresenceTold,
                PresenceRequest.PresenceShown {}
