package dev.rookery.gateway.session;

import dev.rookery.limit.Limits;
import dev.rookery.telemetry.GatewayMeters;

/** What a session needs from the event loop it lives on. */
public interface SessionHost {

    /** Whom frames are passed to. */
    FrameHandlers frames();

    /** The session is over, for whatever reason; called once. */
    void ended(Session session, int closeCode);

    /** {@link System#nanoTime}. */
    long now();

    /** When a session is to make sure, apart from sign-out events, that its device is still signed in. */
    long nextConfirmation();

    int maxQueuedBytes();

    GatewayMeters meters();

    SessionRefusals refusals();

    Limits limits();
}
