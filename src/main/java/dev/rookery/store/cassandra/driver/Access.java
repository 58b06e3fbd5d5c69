package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;

/** How a statement reads or writes, which decides its consistency and whether the driver may repeat it. */
public enum Access {
    READ(DefaultConsistencyLevel.LOCAL_QUORUM, true),
    /** Sees every lightweight transaction that was decided, and decides the ones that hang. */
    SERIAL_READ(DefaultConsistencyLevel.LOCAL_SERIAL, true),
    /** Has the same effect when repeated. */
    WRITE(DefaultConsistencyLevel.LOCAL_QUORUM, true),
    /** A lightweight transaction: never repeated by the driver, see {@link LightweightTransaction}. */
    CONDITIONAL(DefaultConsistencyLevel.LOCAL_QUORUM, false);

    private final DefaultConsistencyLevel consistency;
    private final boolean idempotent;

    Access(DefaultConsistencyLevel consistency, boolean idempotent) {
        this.consistency = consistency;
        this.idempotent = idempotent;
    }

    public DefaultConsistencyLevel consistency() {
        return consistency;
    }

    public boolean idempotent() {
        return idempotent;
    }
}
