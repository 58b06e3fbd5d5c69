package dev.rookery.feature;

import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.Tokens;
import dev.rookery.bus.BusClient;
import dev.rookery.cluster.Members;
import dev.rookery.config.RookeryConfig;
import dev.rookery.delivery.Offers;
import dev.rookery.limit.ClusterRates;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.AccountStore;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.ChatStore;
import dev.rookery.store.CursorStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.KnownAddresses;
import dev.rookery.store.LastSeenStore;
import dev.rookery.telemetry.SecurityLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What a node offers to its features. Everything may be used on any thread. */
public interface Ground {
    RookeryConfig config();

    Vertx vertx();

    Clock clock();

    Members members();

    BusClient bus();

    /** The owners of chats. */
    OwnerClient owners();

    /** Frames that may be lost. */
    Offers offers();

    Limits limits();

    ClusterRates clusterRates();

    AttemptLimiter attempts();

    MeterRegistry meters();

    SecurityLog security();

    Tokens tokens();

    DeviceAuthenticator authenticator();

    AccountStore accounts();

    DeviceStore devices();

    KnownAddresses knownAddresses();

    ChatStore chats();

    CursorStore cursors();

    LastSeenStore lastSeen();
}
