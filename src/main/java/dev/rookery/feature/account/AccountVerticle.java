package dev.rookery.feature.account;

import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.TicketOffice;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.ApiRequest.RedeemTicket;
import dev.rookery.bus.message.ApiRequest.TicketHolder;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.domain.NodeId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** The address {@code api.<node>}: spends the tickets that this node issued, and hears of sign-outs. One per node. */
final class AccountVerticle extends VerticleBase {
    private final NodeId self;
    private final TicketOffice tickets;
    private final DeviceAuthenticator authenticator;
    private BusEndpoint.@Nullable Registration registration;

    AccountVerticle(NodeId self, TicketOffice tickets, DeviceAuthenticator authenticator) {
        this.self = self;
        this.tickets = tickets;
        this.authenticator = authenticator;
    }

    @Override
    public Future<?> start() {
        return new BusEndpoint(BusAddress.api(self))
                .onRequest(RedeemTicket.class, this::redeem)
                .onEvent(DevicesSignedOut.class, event -> authenticator.forget(event.user(), event.devices()))
                .open(vertx)
                .onSuccess(opened -> registration = opened);
    }

    @Override
    public Future<?> stop() {
        return registration == null ? Future.succeededFuture() : registration.close();
    }

    private Future<TicketHolder> redeem(RedeemTicket request) {
        return authenticator
                .confirm(tickets.redeem(request.secret(), request.origin()))
                .map(holder -> new TicketHolder(holder.user(), holder.device()));
    }
}
