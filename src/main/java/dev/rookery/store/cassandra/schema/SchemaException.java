package dev.rookery.store.cassandra.schema;

/** The schema of the store is not what this version of Rookery needs. The message says what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }
}
