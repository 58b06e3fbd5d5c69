package dev.rookery.config;

import dev.rookery.cluster.NodeRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a node. The name of a component is the key of its setting; what may be given follows from its type and its
 * annotations, and from {@link SettingRules} where several belong together. Meanings, defaults and environment names stand in
 * {@code rookery-defaults.conf}. Immutable; a part gets only its own record.
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
        LimitsConfig limits,
        FeatureSettings features) {

    /** Who this node is and what it does. */
    public record NodeConfig(
            String name,
            @Required("name at least one of api, gateway, chat") Set<NodeRole> roles,
            @Within(least = "1s", most = "1h") Duration drainTimeout,
            @Within(least = "0s", most = "1m") Duration rehearsal) {}

    /** REST, WebSocket and web page. */
    public record HttpConfig(
            @Required String host,
            @Port int port,
            @Within(least = "0", most = "256") int instances,
            @Matching(
                            value = "(?i)https?://[^/?#@\\s*]+",
                            must = "look like https://chat.example.org: with scheme, without path")
                    List<String> allowedOrigins,
            // Literal addresses only: a name would have to be looked up, and again when it changes.
            @Matching(value = "[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*", must = "be an IP address")
                    List<String> trustedProxies,
            @Inline ConnectionConfig connections,
            @Inline ServerTls tls) {}

    /** What clients may do before a request of theirs is one. */
    public record ConnectionConfig(
            @Within(least = "0", most = "10000000") int maxConnections,
            @Within(least = "0", most = "10000000") int maxConnectionsPerAddress,
            @Within(least = "10ms", most = "1m") Duration headTimeout,
            @Within(least = "10ms", most = "1h") Duration bodyTimeout,
            @Within(least = "10ms", most = "1h") Duration idleTimeout) {}

    /** What the public port shows, in PEM, read again when the files change. */
    public record ServerTls(
            Optional<Path> tlsCertificate,
            Optional<Path> tlsKey,
            @Within(least = "0s", most = "730d") Duration tlsStrict) {}

    /** Health and metrics. */
    public record ManagementConfig(@Required String host, @Port int port) {}

    /** Hazelcast, the event bus and the lifelines. */
    public record ClusterConfig(
            @Required String name,
            @Required("`rookery keygen cluster DIR` makes such a directory, all nodes of a cluster use the same")
                    Path credentials,
            boolean tls,
            @Required String host,
            @Port int port,
            @Port int busPort,
            @Port int lifelinePort,
            List<HostPort> members,
            @Within(least = "1s", most = "1m") Duration silence) {

        /** For a tool that has the credentials in its hands. */
        public static ClusterConfig withoutFiles(String name, boolean tls, HostPort address, List<HostPort> members) {
            return new ClusterConfig(
                    name, Path.of(""), tls, address.host(), address.port(), 0, 0, members, Duration.ofSeconds(3));
        }
    }

    /** The store of the truth. */
    public record CassandraConfig(
            @Required("name at least one host:port") List<HostPort> contactPoints,
            @Required String datacenter,
            @Matching(
                            value = "[a-z][a-z0-9_]{0,47}",
                            must = "be 1 to 48 characters of a-z, 0-9, '_' and begin with a letter")
                    String keyspace,
            @Within(least = "1", most = "9") int replicationFactor,
            @Inline StoreAccess access,
            @Within(least = "10ms", most = "1m") Duration requestTimeout,
            @Within(least = "1", most = "32768") int maxInFlight,
            boolean applySchema) {}

    /** What can be rebuilt. */
    public record RedisConfig(
            @Required("give one host:port") HostPort address,
            @Inline StoreAccess access,
            String keyPrefix,
            @Within(least = "10ms", most = "1m") Duration requestTimeout) {}

    /** How a node shows a store who it is, and the store the node. */
    public record StoreAccess(String username, Secret password, boolean tls, Optional<Path> tlsAuthorities) {}

    /** Keys and tokens. */
    public record AuthConfig(
            @Required("`rookery keygen FILE` makes one, all nodes of a cluster use the same") Path signingKeyFile,
            List<Path> otherKeyFiles,
            @Within(least = "1s", most = "1d") Duration accessTokenLifetime,
            @Within(least = "1m", most = "3650d") Duration refreshTokenLifetime) {}

    /** WebSocket sessions. */
    public record GatewayConfig(
            @Within(least = "10ms", most = "1h") Duration heartbeatInterval,
            @Within(least = "10ms", most = "1h") Duration idleTimeout,
            @Within(least = "65536", most = "1073741824") int maxQueuedBytes,
            @Within(least = "0", most = "10000000") int maxSessions) {}

    /** Chats this node owns. */
    public record ChatConfig(
            @Within(least = "1", most = "10000000") int maxActiveChats,
            @Within(least = "1", most = "100000") int maxWaitingPerChat,
            @Within(least = "0", most = "1000000") int memoryMib,
            @Within(least = "2", most = "1000") int maxMembers,
            @Within(least = "0s", most = "3650d") Duration editWindow,
            @Within(least = "100ms", most = "10m") Duration inboxQuiet,
            @Within(least = "2", most = "1000") int inboxMembers) {

        private static final int MEMORY_MIB = 256;

        /** A third of a small heap, so that one of 256 MiB starts. */
        public ChatConfig {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            memoryMib = memoryMib > 0 ? memoryMib : (int) Math.max(1, Math.min(MEMORY_MIB, heap / 3));
        }
    }

    /** What one client, and all of them together, may make a node hold. */
    public record LimitsConfig(
            @Within(least = "0", most = "1000000") int memoryMib,
            @Within(least = "2", most = "1000000") int memoryPerUserMib,
            @Within(least = "1", most = "1000000") int memoryPerAddressMib,
            @Within(least = "1", most = "1000000") int sessionsPerUser,
            @Within(least = "1", most = "1000000") int sessionsPerDevice,
            @Within(least = "1", most = "10000000") int sessionsPerAddress,
            @Within(least = "1", most = "64") int waitingSyncs,
            @Within(least = "1", most = "1000000") int chatsPerUser,
            boolean rated,
            RatesConfig rates) {

        public LimitsConfig {
            rates = rated ? rates : RatesConfig.OFF;
        }
    }

    /** How often. */
    public record RatesConfig(
            Rate messages,
            Rate syncs,
            Rate cursors,
            Rate history,
            Rate requests,
            Rate lookUps,
            Rate groups,
            Rate directChats,
            Rate signUps) {

        private static final RatesConfig OFF = new RatesConfig(
                Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF, Rate.OFF);
    }
}
