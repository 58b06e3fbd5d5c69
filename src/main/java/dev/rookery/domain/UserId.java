package dev.rookery.domain;

import java.util.UUID;

/** A person's account. */
public record UserId(UUID value) {
    /** Reads the canonical text form; throws {@link IllegalArgumentException} on anything else. */
    public static UserId parse(String text) {
        return new UserId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
