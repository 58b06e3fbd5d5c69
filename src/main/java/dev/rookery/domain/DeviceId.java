package dev.rookery.domain;

import java.util.UUID;

/** One signed-in device of a user; it lives from sign-in to sign-out. */
public record DeviceId(UUID value) {
    /** Reads the canonical text form; throws {@link IllegalArgumentException} on anything else. */
    public static DeviceId parse(String text) {
        return new DeviceId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
