package dev.rookery.store.cassandra;

/** What takes its time while {@link CassandraStores} open. */
public enum OpeningStep {
    CONNECTING,
    SCHEMA
}
