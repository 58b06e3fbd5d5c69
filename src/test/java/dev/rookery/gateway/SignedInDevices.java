package dev.rookery.gateway;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.testkit.LookedUpDevices;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every device is signed in until it is signed out. */
final class SignedInDevices extends LookedUpDevices {
    private final Set<DeviceId> signedOut = ConcurrentHashMap.newKeySet();

    void signOut(DeviceId device) {
        signedOut.add(device);
    }

    @Override
    public Future<Optional<Device>> find(UserId user, DeviceId device) {
        return Future.succeededFuture(Optional.of(
                new Device(user, device, "phone", Instant.EPOCH, new UUID(0, 0), !signedOut.contains(device))));
    }
}
