package dev.rookery.feature;

import dev.rookery.api.spi.Operations;
import dev.rookery.cluster.NodeRole;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.gateway.spi.SessionWatch;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.gateway.spi.UserWatch;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the features of one node added, in the order of their list. Each role takes what concerns it. */
public final class Slot {
    private final Set<NodeRole> roles;
    private final List<Operations> operations = new ArrayList<>();
    private final List<Supplier<FrameHandler<?>>> frames = new ArrayList<>();
    private final List<Supplier<SyncStream>> streams = new ArrayList<>();
    private final List<UserWatch> watches = new ArrayList<>();
    private final List<SessionWatch> sessions = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /**
     * A verticle of a feature, one on each node with the role.
     *
     * @param name for logs
     */
    public record Part(NodeRole role, String name, VerticleBase verticle) {}

    /** @param roles of the node */
    public Slot(Set<NodeRole> roles) {
        this.roles = Set.copyOf(roles);
    }

    /** Whether it is worth making something for that role. */
    public boolean serves(NodeRole role) {
        return roles.contains(role);
    }

    /** Answers operations of the OpenAPI file; with the role api. */
    public void operations(Operations added) {
        operations.add(added);
    }

    /**
     * Answers a client frame; with the role gateway.
     *
     * @param added asked for a handler by each event loop
     */
    public void frames(Supplier<FrameHandler<?>> added) {
        frames.add(added);
    }

    /**
     * Brings something in each sync; with the role gateway.
     *
     * @param added asked for a stream by each event loop
     */
    public void streams(Supplier<SyncStream> added) {
        streams.add(added);
    }

    /** Hears which users come and go; with the role gateway. */
    public void watch(UserWatch added) {
        watches.add(added);
    }

    /** Hears of each session; with the role gateway. */
    public void sessions(SessionWatch added) {
        sessions.add(added);
    }

    /**
     * Deployed before the verticle of its role, and undeployed after it; the place for an address on the bus ({@code
     * BusAddress}, {@code BusEndpoint}), for timers, and for state.
     */
    public void verticle(NodeRole role, String name, VerticleBase verticle) {
        parts.add(new Part(role, name, verticle));
    }

    public List<Operations> operations() {
        return List.copyOf(operations);
    }

    public List<Supplier<FrameHandler<?>>> frames() {
        return List.copyOf(frames);
    }

    public List<Supplier<SyncStream>> streams() {
        return List.copyOf(streams);
    }

    public List<SessionWatch> sessions() {
        return List.copyOf(sessions);
    }

    public List<UserWatch> watches() {
        return List.copyOf(watches);
    }

    public List<Part> verticles(NodeRole role) {
        return parts.stream().filter(part -> part.role() == role).toList();
    }
}
