package dev.rookery.bus;

import dev.rookery.domain.NodeId;
import java.util.Locale;

/**
 * Where a message goes. Addresses are few: one per verticle kind and node, never one per user, chat or connection, since
 * each clustered registration is an entry that every node of the cluster holds.
 */
public record BusAddress(Kind kind, NodeId node) {
    /** The verticles that listen. */
    public enum Kind {
        API,
        GATEWAY,
        CHAT,
        PERSISTENCE,
        OWNERSHIP,
        PRESENCE
    }

    public static BusAddress api(NodeId node) {
        return new BusAddress(Kind.API, node);
    }

    public static BusAddress gateway(NodeId node) {
        return new BusAddress(Kind.GATEWAY, node);
    }

    public static BusAddress chat(NodeId node) {
        return new BusAddress(Kind.CHAT, node);
    }

    public static BusAddress persistence(NodeId node) {
        return new BusAddress(Kind.PERSISTENCE, node);
    }

    public static BusAddress ownership(NodeId node) {
        return new BusAddress(Kind.OWNERSHIP, node);
    }

    public static BusAddress presence(NodeId node) {
        return new BusAddress(Kind.PRESENCE, node);
    }

    /** Only reached from its own node, so not registered in the cluster. */
    boolean nodeLocal() {
        return kind == Kind.PERSISTENCE;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "." + node;
    }
}
