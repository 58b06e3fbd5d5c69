package dev.rookery.store.cassandra;

import org.jspecify.annotations.Nullable;

/** The node cannot work with this Cassandra. The message is one sentence that says what to do. */
public final class CassandraStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CassandraStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
