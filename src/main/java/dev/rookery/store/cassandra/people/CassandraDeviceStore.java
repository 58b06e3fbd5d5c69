package dev.rookery.store.cassandra.people;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code devices}, one partition per user. */
public final class CassandraDeviceStore implements DeviceStore {
    private final Cql cql;
    private final LightweightTransaction transactions;
    private final Statements<DeviceQuery> statements;

    public CassandraDeviceStore(Cql cql, LightweightTransaction transactions, Statements<DeviceQuery> statements) {
        this.cql = cql;
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public Future<Void> add(Device device) {
        return transactions
                .run(
                        statements.bind(
                                DeviceQuery.ADD,
                                device.user().value(),
                                device.id().value(),
                                device.name(),
                                device.createdAt(),
                                device.refreshId(),
                                device.signedIn()),
                        true,
                        statements.bind(
                                DeviceQuery.FIND_SERIAL,
                                device.user().value(),
                                device.id().value()),
                        (row, inDoubt) -> row.map(found -> device.refreshId().equals(found.getUuid("refresh_id"))))
                .compose(added -> added
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException("the id of a new device is in use")));
    }

    @Override
    public Future<Optional<Device>> find(UserId user, DeviceId device) {
        return cql.first(statements.bind(DeviceQuery.FIND, user.value(), device.value()))
                .map(row -> row.map(CassandraDeviceStore::device));
    }

    @Override
    public Future<List<Device>> signedIn(UserId user) {
        return cql.all(statements.bind(DeviceQuery.FIND_ALL, user.value())).map(rows -> rows.stream()
                .map(CassandraDeviceStore::device)
                .filter(Device::signedIn)
                .sorted(Comparator.comparing(Device::createdAt))
                .toList());
    }

    @Override
    public Future<Rotation> rotate(UserId user, DeviceId device, UUID presented, UUID next) {
        return transactions.run(
                statements.bind(DeviceQuery.ROTATE, next, user.value(), device.value(), presented),
                Rotation.ROTATED,
                statements.bind(DeviceQuery.FIND_SERIAL, user.value(), device.value()),
                (row, inDoubt) -> judgeRotation(row.map(CassandraDeviceStore::device), presented, next));
    }

    private static Optional<Rotation> judgeRotation(Optional<Device> device, UUID presented, UUID next) {
        if (device.isEmpty() || !device.get().signedIn()) {
            return Optional.of(Rotation.SIGNED_OUT);
        }
        UUID current = device.get().refreshId();
        if (current.equals(next)) {
            return Optional.of(Rotation.ROTATED);
        }
        return current.equals(presented) ? Optional.empty() : Optional.of(Rotation.REUSED);
    }

    @Override
    public Future<Void> signOut(UserId user, DeviceId device) {
        return transactions
                .run(
                        statements.bind(DeviceQuery.SIGN_OUT, user.value(), device.value()),
                        true,
                        statements.bind(DeviceQuery.FIND_SERIAL, user.value(), device.value()),
                        (row, inDoubt) -> row.map(CassandraDeviceStore::device)
                                        .filter(Device::signedIn)
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(true))
                .mapEmpty();
    }

    private static Device device(Row row) {
        return new Device(
                new UserId(row.getUuid("user_id")),
                new DeviceId(row.getUuid("device_id")),
                row.getString("name"),
                row.getInstant("created_at"),
                row.getUuid("refresh_id"),
                row.getBoolean("signed_in"));
    }
}
