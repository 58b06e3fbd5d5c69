package dev.rookery.config;

import dev.rookery.domain.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a node. Their meaning, defaults and environment names stand in {@code rookery-defaults.conf}, which is
 * also their documentation. Immutable; a part gets only its own record.
 */
public record RookeryConfig(
        NodeConfig node,
        HttpConfig http,
        ManagementConfig management,
        ClusterConfig cluster,
        CassandraConfig cassandra,
        RedisConfig redis,
        AuthConfig auth,
        GatewayConfig gateway,
        ChatConfig chat,
        LimitsConfig limits) {

    /**
     * Who this node is and what it does.
     *
     * @param rehearsal before it serves, at most so long; zero for none
     */
    public record NodeConfig(String name, Set<Role> roles, Duration drainTimeout, Duration rehearsal) {}

    /** REST, WebSocket and web page. A port of 0 takes a free one. */
    public record HttpConfig(
            String host,
            int port,
            int instances,
            List<String> allowedOrigins,
            List<String> trustedProxies,
            ConnectionConfig connections,
            Optional<ServerTls> tls) {}

    /**
     * What clients may do before a request of theirs is one.
     *
     * @param most open at once; 0 for as many as the limit of open files allows
     * @param mostOfAddress open at once from one address; 0 for no such limit
     * @param headTimeout for the head of a request, and for the handshake of TLS
     * @param bodyTimeout for the body of a request, and for reading an answer; long ones get more
     * @param idleTimeout between two requests
     */
    public record ConnectionConfig(
            int most, int mostOfAddress, Duration headTimeout, Duration bodyTimeout, Duration idleTimeout) {}

    /**
     * What the public port shows, in PEM, read again when the files change.
     *
     * @param strict for how long browsers shall not come without TLS any more; zero: as they like
     */
    public record ServerTls(Path certificate, Path key, Duration strict) {}

    /** Health and metrics. A port of 0 takes a free one. */
    public record ManagementConfig(String host, int port) {}

    /**
     * Hazelcast, the event bus and the lifelines. A port of 0 takes a free one.
     *
     * @param credentials the directory of what nodes know each other by
     * @param tls whether nodes talk to each other in TLS only
     * @param silence without a sign of life after which a chat node is fenced
     */
    public record ClusterConfig(
            String name,
            Path credentials,
            boolean tls,
            String host,
            int port,
            int busPort,
            int lifelinePort,
            List<HostPort> members,
            Duration silence) {}

    /**
     * How a store is talked to.
     *
     * @param authorities whose certificates it may show, in PEM; empty: those the JDK knows
     */
    public record ClientTls(boolean on, Optional<Path> authorities) {}

    /** The store of the truth. */
    public record CassandraConfig(
            List<HostPort> contactPoints,
            String datacenter,
            String keyspace,
            int replicationFactor,
            String username,
            Secret password,
            ClientTls tls,
            Duration requestTimeout,
            int maxInFlight,
            boolean applySchema) {}

    /** What can be rebuilt. */
    public record RedisConfig(
            HostPort address,
            String username,
            Secret password,
            ClientTls tls,
            String keyPrefix,
            Duration requestTimeout) {}

    /** Tokens, passwords, sign-in limits. */
    public record AuthConfig(
            Path signingKeyFile,
            List<Path> otherKeyFiles,
            Duration accessTokenLifetime,
            Duration refreshTokenLifetime,
            Duration ticketLifetime,
            int argon2MemoryKib,
            int argon2Iterations,
            int signInsPerAccount,
            int signInsPerAddress,
            Duration signInWindow) {}

    /** WebSocket sessions. */
    public record GatewayConfig(
            Duration heartbeatInterval, Duration idleTimeout, int maxQueuedBytes, int maxSessions) {}

    /** Chats this node owns. */
    public record ChatConfig(int maxActiveChats, int maxWaitingPerChat, int memoryMib, int maxMembers) {}

    /**
     * What one client, and all of them together, may make a node hold.
     *
     * @param memoryMib of the whole node; 0 for a quarter of the heap
     * @param memoryPerAddressMib of those who are not signed in
     * @param waitingSyncs of a session; it is not read from until one of them is answered
     * @param chatsPerUser that others may put somebody into, and that one may open
     */
    public record LimitsConfig(
            int memoryMib,
            int memoryPerUserMib,
            int memoryPerAddressMib,
            int sessionsPerUser,
            int sessionsPerDevice,
            int sessionsPerAddress,
            int waitingSyncs,
            int chatsPerUser,
            RatesConfig rates) {}

    /** How often: the first five for a user on one node, the others over all nodes, sign-ups for an address. */
    public record RatesConfig(
            Rate messages,
            Rate syncs,
            Rate cursors,
            Rate history,
            Rate requests,
            Rate lookUps,
            Rate groups,
            Rate directChats,
            Rate signUps) {}
}
