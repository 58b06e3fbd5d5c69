package dev.rookery.store.cassandra;

/** One prepared statement; stores list theirs in an enum. {@code ${keyspace}} in the text stands for the keyspace. */
interface Query {
    Access access();

    String cql();
}
