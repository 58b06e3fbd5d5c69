package dev.rookery.gateway;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every device is signed in until it is signed out. */
final class SignedInDevices implements DeviceStore {
    private final Set<DeviceId> signedOut = ConcurrentHashMap.newKeySet();

    void signOut(DeviceId device) {
        signedOut.add(device);
    }

    @Override
    public Future<Optional<Device>> find(UserId user, DeviceId device) {
        return Future.succeededFuture(Optional.of(
                new Device(user, device, "phone", Instant.EPOCH, new UUID(0, 0), !signedOut.contains(device))));
    }

    @Override
    public Future<Void> add(Device device) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<Device>> signedIn(UserId user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Rotation> rotate(UserId user, DeviceId device, UUID presented, UUID next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> signOut(UserId user, DeviceId device) {
        throw new UnsupportedOperationException();
    }
}
