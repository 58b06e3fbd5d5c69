package dev.rookery.store.cassandra.schema;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one migrator work at a time, by lightweight transactions on a static column of {@code schema_version}. It is a
 * lease: Cassandra takes it back after its time, so a crashed migrator blocks nobody for ever. And it is only good manners:
 * two holders would do no harm, because statements are safe to repeat and a record needs the lock to be written.
 */
public final class SchemaLock {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaLock.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Cql cql;
    private final LightweightTransaction transactions;
    private final UUID me = UUID.randomUUID();
    private final Duration lease;
    private final Duration patience;

    /**
     * @param lease longer than any one change of the schema
     * @param patience how long to wait for another holder
     */
    public SchemaLock(Vertx vertx, Cql cql, LightweightTransaction transactions, Duration lease, Duration patience) {
        this.vertx = vertx;
        this.cql = cql;
        this.transactions = transactions;
        this.lease = lease;
        this.patience = patience;
    }

    /** Runs the work while holding the lock; the work renews the lease before each change. */
    <T> Future<T> hold(Supplier<Future<T>> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        return acquire(deadline)
                .compose(held -> work.get().eventually(() -> release().otherwiseEmpty()));
    }

    private Future<Void> acquire(long deadline) {
        return transactions
                .run(
                        cql.statement(
                                Access.CONDITIONAL,
                                "UPDATE ${keyspace}.schema_version USING TTL ? SET lock_holder = ?"
                                        + " WHERE product = 'rookery' IF lock_holder = null",
                                leaseSeconds(),
                                me),
                        Optional.of(me),
                        holder(),
                        (row, inDoubt) -> Optional.of(row.map(found -> found.getUuid("lock_holder"))))
                .compose(holder ->
                        holder.filter(me::equals).isPresent() ? Future.succeededFuture() : waitFor(holder, deadline));
    }

    private Future<Void> waitFor(Optional<UUID> holder, long deadline) {
        if (System.nanoTime() > deadline) {
            return Future.failedFuture(new SchemaException(
                    "Another migrator (" + holder.map(UUID::toString).orElse("?")
                            + ") holds the lock on the schema of keyspace " + cql.keyspace()
                            + "; if none is running, it is freed after " + lease.toSeconds() + " s: try again then"));
        }
        LOG.atInfo().addKeyValue("holder", holder.orElse(null)).log("waiting for another migrator of the schema");
        return vertx.timer(PAUSE.toMillis()).compose(elapsed -> acquire(deadline));
    }

    private SimpleStatement holder() {
        return cql.statement(
                Access.SERIAL_READ,
                "SELECT lock_holder FROM ${keyspace}.schema_version WHERE product = 'rookery' LIMIT 1");
    }

    /** Begins the lease anew; fails if the lock was lost. */
    Future<Void> renew() {
        return transactions
                .run(
                        renewal(),
                        true,
                        holder(),
                        (row, inDoubt) -> Optional.of(row.filter(found -> me.equals(found.getUuid("lock_holder")))
                                .isPresent()))
                .compose(held -> held ? Future.succeededFuture() : Future.failedFuture(lost()));
    }

    /** Renews as part of a transaction: it is refused if the lock was lost. */
    SimpleStatement renewal() {
        return cql.statement(
                Access.CONDITIONAL,
                "UPDATE ${keyspace}.schema_version USING TTL ? SET lock_holder = ?"
                        + " WHERE product = 'rookery' IF lock_holder = ?",
                leaseSeconds(),
                me,
                me);
    }

    static SchemaException lost() {
        return new SchemaException(
                "The lock on the schema was lost: one of its changes took longer than the lease. Try again");
    }

    private Future<Void> release() {
        return cql.run(cql.statement(
                Access.CONDITIONAL,
                "UPDATE ${keyspace}.schema_version SET lock_holder = null WHERE product = 'rookery' IF lock_holder = ?",
                me));
    }

    private int leaseSeconds() {
        return Math.toIntExact(lease.toSeconds());
    }
}
