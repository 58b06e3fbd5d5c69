package dev.rookery.bus.message;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;

/** Asked of an API node. */
public sealed interface ApiRequest<R extends BusReply> extends BusRequest<R> {

    /**
     * Spends a WebSocket ticket at the node that issued it. A ticket that is unknown, spent, too old or bound to another
     * origin is refused with {@code ticket_invalid}.
     *
     * @param origin the Origin header of the handshake, empty if it had none
     */
    record RedeemTicket(String secret, String origin) implements ApiRequest<TicketHolder> {}

    /** Whom the ticket was issued to. */
    record TicketHolder(UserId user, DeviceId device) implements BusReply {}
}
