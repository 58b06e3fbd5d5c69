package dev.rookery.store;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.UUID;

/**
 * A signed-in device.
 *
 * @param refreshId which refresh token is the current one: its {@code jti}
 * @param signedIn false for ever once the device was signed out
 */
public record Device(UserId user, DeviceId id, String name, Instant createdAt, UUID refreshId, boolean signedIn) {}
