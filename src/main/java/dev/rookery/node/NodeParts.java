package dev.rookery.node;

import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.Tokens;
import dev.rookery.bus.BusClient;
import dev.rookery.cluster.Members;
import dev.rookery.config.RookeryConfig;
import dev.rookery.delivery.Offers;
import dev.rookery.feature.Ground;
import dev.rookery.inbox.InboxReader;
import dev.rookery.limit.ClusterRates;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.ownership.OwnershipVerticle;
import dev.rookery.store.AccountStore;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.ChatStore;
import dev.rookery.store.CursorStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.KnownAddresses;
import dev.rookery.store.LastSeenStore;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.store.redis.RedisStores;
import dev.rookery.telemetry.SecurityLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What the roles of one node share, and what its features are offered of it. */
record NodeParts(
        RookeryConfig config,
        Vertx vertx,
        Clock clock,
        NodeRoster roster,
        OwnershipVerticle ownership,
        BusClient bus,
        OwnerClient owners,
        InboxReader inbox,
        Offers offers,
        Tokens tokens,
        DeviceAuthenticator authenticator,
        CassandraStores cassandra,
        RedisStores redis,
        MeterRegistry meters,
        Limits limits,
        ClusterRates clusterRates,
        SecurityLog security)
        implements Ground {

    @Override
    public Members members() {
        return roster;
    }

    @Override
    public AttemptLimiter attempts() {
        return redis.limiter();
    }

    @Override
    public AccountStore accounts() {
        return cassandra.accounts();
    }

    @Override
    public DeviceStore devices() {
        return cassandra.devices();
    }

    @Override
    public KnownAddresses knownAddresses() {
        return cassandra.knownAddresses();
    }

    @Override
    public ChatStore chats() {
        return cassandra.chats();
    }

    @Override
    public CursorStore cursors() {
        return cassandra.cursors();
    }

    @Override
    public LastSeenStore lastSeen() {
        return cassandra.lastSeen();
    }
}
