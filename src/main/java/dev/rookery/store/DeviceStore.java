package dev.rookery.store;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signed-in devices. Changed by lightweight transactions only, so two nodes never both rotate one token. */
public interface DeviceStore {
    /** What became of an attempt to spend a refresh token. */
    enum Rotation {
        ROTATED,
        /** The token is not the current one: somebody used it before. */
        REUSED,
        /** The device is unknown or signed out. */
        SIGNED_OUT
    }

    Future<Void> add(Device device);

    /** Signed-out devices are found too. */
    Future<Optional<Device>> find(UserId user, DeviceId device);

    /** The signed-in devices of a user, oldest first. */
    Future<List<Device>> signedIn(UserId user);

    /** Makes {@code next} the current refresh token if {@code presented} still is; exactly one of several racers wins. */
    Future<Rotation> rotate(UserId user, DeviceId device, UUID presented, UUID next);

    /** For ever; a second call changes nothing. */
    Future<Void> signOut(UserId user, DeviceId device);
}
