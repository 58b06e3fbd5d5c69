package dev.rookery.domain;

import java.util.UUID;

/** Strict reading of UUIDs: {@link UUID#fromString} alone also accepts short forms such as {@code 1-1-1-1-1}. */
final class Uuids {
    private static final int CANONICAL_LENGTH = 36;

    private Uuids() {}

    static UUID parse(String text) {
        if (text.length() != CANONICAL_LENGTH) {
            throw new IllegalArgumentException("not a UUID of 36 characters");
        }
        return UUID.fromString(text);
    }
}
