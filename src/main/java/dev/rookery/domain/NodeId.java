package dev.rookery.domain;

import java.util.UUID;

/** One incarnation of a process: a restarted node has a new id, so a stale reference never names a live node. */
public record NodeId(UUID value) {
    /** Reads the canonical text form; throws {@link IllegalArgumentException} on anything else. */
    public static NodeId parse(String text) {
        return new NodeId(Uuids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
