package dev.rookery.gateway.session;

import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.limit.Rates;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.wire.ClientFrame.Send;

/** Passes messages to the owners of their chats. */
public final class SendFrames implements FrameHandler<Send> {
    private static final int SHORT = 1_024;

    private final OwnerClient owners;
    private final Rates rates;
    private final GatewayMeters meters;

    public SendFrames(OwnerClient owners, Rates rates, GatewayMeters meters) {
        this.owners = owners;
        this.rates = rates;
        this.meters = meters;
    }

    @Override
    public Class<Send> type() {
        return Send.class;
    }

    @Override
    public void charge(UserId user, Send frame) {
        rates.message(user);
    }

    /** Short texts are not counted: there are few of them, as few frames may wait. */
    @Override
    public long bytes(Send frame) {
        int length = frame.content().weight();
        return length < SHORT ? 0 : (long) length * Character.BYTES;
    }

    @Override
    public boolean outlastsDrain() {
        return true;
    }

    @Override
    public Exchange<Send> begin(ClientSession session) {
        return new SessionSends(session, owners.inOrder(), meters);
    }
}
