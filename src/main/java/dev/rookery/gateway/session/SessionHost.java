package dev.rookery.gateway.session;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.sync.SyncSource;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OrderedSends;
import dev.rookery.telemetry.GatewayMeters;
import io.vertx.core.Future;
import java.util.Map;

/** What a session needs from the event loop it lives on. */
public interface SessionHost {

    /** The way of the messages of a new session to the owners of their chats. On this event loop only. */
    OrderedSends newSends();

    /** Stores how far a device got; answers with the chats concerned. */
    Future<Map<ChatId, Long>> moveCursors(Principal device, Map<ChatId, Long> cursors);

    /** Ends an earlier session of the same device, wherever it is. */
    void resume(Session session, SessionId earlier);

    /** Where syncs are answered from. */
    SyncSource syncSource();

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
