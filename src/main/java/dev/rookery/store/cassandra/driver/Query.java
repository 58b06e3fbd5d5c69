package dev.rookery.store.cassandra.driver;

/** One prepared statement; stores list theirs in an enum. {@code ${keyspace}} in the text stands for the keyspace. */
public interface Query {
    Access access();

    String cql();
}
