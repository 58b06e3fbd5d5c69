package dev.rookery.testkit;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Devices for a part that only looks them up: anything else that it asks for is a mistake. */
public abstract class LookedUpDevices implements DeviceStore {
    @Override
    public final Future<Void> add(Device device) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Future<List<Device>> signedIn(UserId user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Future<Rotation> rotate(UserId user, DeviceId device, UUID presented, UUID next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final Future<Void> signOut(UserId user, DeviceId device) {
        throw new UnsupportedOperationException();
    }
}
