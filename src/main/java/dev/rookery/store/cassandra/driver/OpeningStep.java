package dev.rookery.store.cassandra.driver;

import dev.rookery.store.cassandra.CassandraStores;

/** What takes its time while {@link CassandraStores} open. */
public enum OpeningStep {
    CONNECTING,
    SCHEMA
}
