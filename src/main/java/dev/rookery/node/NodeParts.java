package dev.rookery.node;

import dev.rookery.bus.BusClient;
import dev.rookery.config.RookeryConfig;
import dev.rookery.feature.receipts.Cursors;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.ownership.OwnershipVerticle;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.store.redis.RedisStores;
import dev.rookery.telemetry.SecurityLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What the roles of one node share. */
record NodeParts(
        RookeryConfig config,
        Vertx vertx,
        Clock clock,
        NodeRoster roster,
        OwnershipVerticle ownership,
        BusClient bus,
        OwnerClient owners,
        Cursors cursors,
        CassandraStores cassandra,
        RedisStores redis,
        MeterRegistry meters,
        Limits limits,
        SecurityLog security) {}
