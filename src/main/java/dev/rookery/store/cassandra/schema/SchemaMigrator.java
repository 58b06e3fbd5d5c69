package dev.rookery.store.cassandra.schema;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.schema.SchemaStatus.Applied;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a keyspace up to date: applies the files of {@link Migration} that were not applied yet and records each in
 * {@code schema_version}. Any number of nodes may do so at once: one works, the others wait, each file is recorded once.
 */
public final class SchemaMigrator {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);
    private static final String SELECT =
            "SELECT version, file, checksum, applied_at FROM ${keyspace}.schema_version WHERE product = 'rookery'";

    private final Cql cql;
    private final SchemaFoundation foundation;
    private final SchemaLock lock;
    private final LightweightTransaction transactions;
    private final List<Migration> migrations;

    public SchemaMigrator(
            Cql cql,
            SchemaFoundation foundation,
            SchemaLock lock,
            LightweightTransaction transactions,
            List<Migration> migrations) {
        this.cql = cql;
        this.foundation = foundation;
        this.lock = lock;
        this.transactions = transactions;
        this.migrations = List.copyOf(migrations);
    }

    /** Fails with {@link SchemaException} if a file was changed after it had been applied. */
    public Future<SchemaStatus> status() {
        return foundation.stands().compose(stands -> stands ? recorded() : Future.succeededFuture(compare(List.of())));
    }

    /** Safe to repeat; a failure leaves what was recorded, and the next run goes on from there. */
    public Future<SchemaStatus> apply() {
        return foundation
                .lay()
                .compose(laid -> recorded())
                .compose(status -> status.complete() ? Future.succeededFuture(status) : lock.hold(this::applyPending));
    }

    private Future<SchemaStatus> recorded() {
        // Serial, since a record whose writer crashed in the middle has to be decided first.
        return cql.all(cql.statement(Access.SERIAL_READ, SELECT))
                .map(rows -> compare(rows.stream()
                        .filter(row -> !row.isNull("version"))
                        .map(SchemaMigrator::applied)
                        .toList()));
    }

    private static Applied applied(Row row) {
        return new Applied(
                row.getInt("version"), row.getString("file"), row.getString("checksum"), row.getInstant("applied_at"));
    }

    private SchemaStatus compare(List<Applied> applied) {
        Map<Integer, Applied> byVersion =
                applied.stream().collect(Collectors.toMap(Applied::version, Function.identity()));
        for (Migration migration : migrations) {
            Applied record = byVersion.get(migration.version());
            if (record != null && !record.checksum().equals(migration.checksum())) {
                throw new SchemaException(
                        "Schema file " + migration.file() + " is not the one that was applied to keyspace "
                                + cql.keyspace() + " at " + record.at() + " as " + record.file()
                                + ". An applied file never changes: restore it and put the change into a new file");
            }
        }
        List<String> pending = migrations.stream()
                .filter(migration -> !byVersion.containsKey(migration.version()))
                .map(Migration::file)
                .toList();
        return new SchemaStatus(cql.keyspace(), applied, pending);
    }

    private Future<SchemaStatus> applyPending() {
        return recorded().compose(status -> {
            Future<Void> done = Future.succeededFuture();
            for (Migration migration : migrations) {
                if (status.pending().contains(migration.file())) {
                    done = done.compose(before -> apply(migration));
                }
            }
            return done.compose(applied -> recorded());
        });
    }

    private Future<Void> apply(Migration migration) {
        long began = System.nanoTime();
        Future<Void> done = Future.succeededFuture();
        for (String statement : migration.statements()) {
            done = done.compose(before -> lock.renew()).compose(renewed -> foundation.change(statement));
        }
        return done.compose(changed -> record(migration)).onSuccess(recorded -> LOG.atInfo()
                .addKeyValue("file", migration.file())
                .addKeyValue("keyspace", cql.keyspace())
                .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000)
                .log("schema file applied"));
    }

    private Future<Void> record(Migration migration) {
        BatchStatement record = BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .setIdempotence(Access.CONDITIONAL.idempotent())
                .addStatement(lock.renewal())
                .addStatement(cql.statement(
                        Access.CONDITIONAL,
                        "INSERT INTO ${keyspace}.schema_version (product, version, file, checksum, applied_at)"
                                + " VALUES ('rookery', ?, ?, ?, toTimestamp(now()))",
                        migration.version(),
                        migration.file(),
                        migration.checksum()))
                .build();
        return transactions
                .run(
                        record,
                        true,
                        cql.statement(Access.SERIAL_READ, SELECT + " AND version = ?", migration.version()),
                        (row, inDoubt) -> row.isPresent() ? row.map(found -> true) : lockLost(inDoubt))
                .mapEmpty();
    }

    private static Optional<Boolean> lockLost(boolean inDoubt) {
        if (inDoubt) {
            return Optional.empty();
        }
        throw SchemaLock.lost();
    }
}
