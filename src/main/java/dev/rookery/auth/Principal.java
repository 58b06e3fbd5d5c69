package dev.rookery.auth;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;

/** Who a request comes from: a user on one of their signed-in devices. */
public record Principal(UserId user, DeviceId device) {}
