package dev.rookery.domain;

import java.util.UUID;

/** One logical client connected over WebSocket. */
public record SessionId(UUID value) {
    /** Reads the canonical text form; throws {@link IllegalArgumentException} on anything else. */
    public static SessionId parse(String text) {
        return new SessionId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
